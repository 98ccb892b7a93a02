/** A composite alarm's rule as a sentence, and what is wrong with one that is being written. Source: API reference, "PutCompositeAlarm", AlarmRule. */
export interface ReadRule {
  readonly words: string;
  readonly alarms: readonly string[];
}

type Token = { readonly is: "(" | ")" } | { readonly is: "word"; readonly text: string };

/** Throws an Error that says where the rule cannot be read. */
export function readRule(text: string): ReadRule {
  const tokens = toTokens(text);
  const alarms: string[] = [];
  let at = 0;
  const word = () => {
    const token = tokens[at];
    return token?.is === "word" ? token.text.toUpperCase() : token?.is;
  };
  const expect = (is: "(" | ")") => {
    if (tokens[at]?.is !== is)
      throw new Error(`A ${is} is missing${at < tokens.length ? ` before ${shown(tokens[at])}` : " at the end"}.`);
    at++;
  };
  const chain = (operator: "AND" | "OR", part: (isInner: boolean) => string, isInner: boolean): string => {
    const parts = [part(isInner)];
    while (word() === operator) {
      at++;
      parts.push(part(true));
    }
    const joined = parts.join(` ${operator.toLowerCase()} `);
    return parts.length > 1 && isInner && operator === "OR" ? `(${joined})` : joined;
  };
  const any = (isInner: boolean): string => chain("OR", all, isInner);
  const all = (isInner: boolean): string => chain("AND", () => one(), isInner);
  const one = (): string => {
    const token = tokens[at];
    const name = word();
    at++;
    if (name === "(") {
      const inner = any(true);
      expect(")");
      return inner;
    }
    if (name === "NOT") return `not ${one()}`;
    if (name === "TRUE") return "always";
    if (name === "FALSE") return "never";
    const state = states[name ?? ""];
    if (!state)
      throw new Error(
        token
          ? `${shown(token)} is none of ALARM, OK, INSUFFICIENT_DATA, NOT, TRUE and FALSE.`
          : "The rule ends too early.",
      );
    expect("(");
    const named = tokens[at++];
    if (named?.is !== "word" || named.text === "") throw new Error(`The name of an alarm is missing after ${name}.`);
    expect(")");
    const alarm = /:alarm:(.+)$/.exec(named.text)?.[1] ?? named.text;
    alarms.push(alarm);
    return `${alarm} ${state}`;
  };
  const words = any(false);
  if (at < tokens.length) throw new Error(`${shown(tokens[at])} stands where AND or OR is expected.`);
  return { words, alarms: [...new Set(alarms)] };
}

/** The sentence, or the rule itself where it cannot be read. */
export function ruleInWords(text: string | undefined): string {
  try {
    return `When ${readRule(text ?? "").words}.`;
  } catch {
    return text ?? "";
  }
}

export function ruleProblem(text: string): string | undefined {
  if (text.trim() === "") return 'Enter a rule: ALARM("one") OR ALARM("another").';
  try {
    readRule(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Any or all of these alarms. */
export function ruleOf(alarms: readonly string[], operator: "AND" | "OR"): string {
  return alarms.map((name) => `ALARM("${name.replaceAll('"', '\\"')}")`).join(` ${operator} `);
}

const states: Readonly<Record<string, string>> = {
  ALARM: "is in alarm",
  OK: "is OK",
  INSUFFICIENT_DATA: "has too little data",
};

/** Parentheses, quoted names, and words; a name after an opening parenthesis may have spaces without quotes. */
function toTokens(text: string): Token[] {
  const tokens: Token[] = [];
  const pattern =
    /([()])|"((?:[^"\\]|\\.)*)"|((?<=(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*)[^"()\s][^"()]*)|([^\s()"]+)|(")/gi;
  for (const [, paren, quoted, argument, word, unclosed] of text.matchAll(pattern)) {
    if (unclosed) throw new Error("A quotation mark is not closed.");
    if (paren) tokens.push({ is: paren as "(" | ")" });
    else tokens.push({ is: "word", text: quoted?.replace(/\\(.)/g, "$1") ?? argument?.trim() ?? word ?? "" });
  }
  return tokens;
}

function shown(token: Token | undefined): string {
  return token?.is === "word" ? token.text : (token?.is ?? "");
}
