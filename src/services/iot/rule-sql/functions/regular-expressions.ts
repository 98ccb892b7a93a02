import { RegexTooCostlyError } from "../../../regex/find-match.ts";
import { RegexSyntaxError } from "../../../regex/parse-regex.ts";
import { compileRegex, type Regex } from "../../../regex/regex.ts";
import { SqlEvaluationError } from "../sql-error.ts";
import type { Value } from "../value.ts";

/** Whether the text contains a match. What is no expression gives Undefined, as all that follow do. */
export function matchesRegex(text: string, source: string): Value {
  return withRegex(source, (regex) => regex.test(text));
}

/** The first match. */
export function substringOfRegex(text: string, source: string): Value {
  return withRegex(source, (regex) => {
    const match = regex.match(text);
    return match && text.slice(match.from, match.to);
  });
}

/** All matches replaced; `$1` stands for what a group took. */
export function replaceRegex(
  text: string,
  source: string,
  replacement: string,
  spend: (steps: number, characters: number) => void,
): Value {
  return withRegex(source, (regex) => {
    const parts: string[] = [];
    let at = 0;
    for (let from = 0; from <= text.length; ) {
      const match = regex.match(text, from);
      if (!match) break;
      const by = replacement.replace(/\$(\d)/g, (_all, digit: string) =>
        digit === "0" ? text.slice(match.from, match.to) : (match.groups[Number(digit) - 1] ?? ""),
      );
      // Each search may look at all the text.
      spend(10, by.length + text.length);
      parts.push(text.slice(at, match.from), by);
      at = match.to;
      from = match.to > match.from ? match.to : match.to + 1;
    }
    parts.push(text.slice(at));
    return parts.join("");
  });
}

function withRegex(source: string, use: (regex: Regex) => Value): Value {
  try {
    return use(compileRegex(source));
  } catch (error) {
    if (error instanceof RegexSyntaxError) return undefined;
    if (error instanceof RegexTooCostlyError) throw new SqlEvaluationError(error.message);
    throw error;
  }
}
