import { ExpressionError } from "./expression.ts";

export interface Token {
  readonly kind: "number" | "text" | "name" | "sign" | "end";
  readonly text: string;
}

const pattern =
  /\s*(?:(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|'([^']*)'|"([^"]*)"|([A-Za-z_][A-Za-z0-9_]*)|(\|\||&&|==|!=|<=|>=|[-+*/^()[\],<>]))/y;

/** Throws ExpressionError where no token is. */
export function toTokens(text: string): Token[] {
  const tokens: Token[] = [];
  const rest = new RegExp(pattern);
  const end = text.trimEnd().length;
  while (rest.lastIndex < end) {
    const at = rest.lastIndex;
    const match = rest.exec(text);
    if (!match)
      throw new ExpressionError(`Unexpected character at position ${at + 1}: ${text.slice(at).trim().slice(0, 10)}`);
    const [, number, single, double, name, sign] = match;
    if (number !== undefined) tokens.push({ kind: "number", text: number });
    else if (name !== undefined) tokens.push({ kind: "name", text: name });
    else if (sign !== undefined) tokens.push({ kind: "sign", text: sign });
    else tokens.push({ kind: "text", text: single ?? double ?? "" });
  }
  tokens.push({ kind: "end", text: "end of expression" });
  return tokens;
}
