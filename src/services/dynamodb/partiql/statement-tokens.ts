import { notWellFormed } from "./partiql-errors.ts";

export interface StatementToken {
  /** A word may be a keyword or a name; what stands in double quotes is a name alone. */
  readonly kind: "word" | "quoted" | "string" | "number" | "symbol" | "end";
  readonly text: string;
}

/** The tokens of a statement. Throws ValidationException for what begins none. */
export function statementTokens(source: string): StatementToken[] {
  const tokens: StatementToken[] = [];
  token.lastIndex = 0;
  let end = 0;
  for (let match = token.exec(source); match; match = token.exec(source)) {
    end = token.lastIndex;
    const [, space, quoted, text, number, word, symbol] = match;
    if (space !== undefined) continue;
    if (quoted !== undefined) tokens.push({ kind: "quoted", text: quoted.replaceAll('""', '"') });
    else if (text !== undefined) tokens.push({ kind: "string", text: text.replaceAll("''", "'") });
    else if (number !== undefined) tokens.push({ kind: "number", text: number });
    else if (word !== undefined) tokens.push({ kind: "word", text: word });
    else if (symbol !== undefined) tokens.push({ kind: "symbol", text: symbol });
  }
  if (end < source.length) throw notWellFormed("Unexpected character");
  tokens.push({ kind: "end", text: "" });
  return tokens;
}

const token =
  /([ \t\r\n]+)|"([^"]*(?:""[^"]*)*)"|'([^']*(?:''[^']*)*)'|(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([A-Za-z_][A-Za-z0-9_]*)|(<<|>>|<>|<=|>=|!=|[()[\]{},.:;=<>?*+-])/y;
