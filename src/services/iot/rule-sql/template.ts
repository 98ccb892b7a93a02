import type { Compiled } from "./scope.ts";
import { SqlSyntaxError } from "./sql-error.ts";

/** Texts, and what is evaluated between them. */
export type Template = readonly (string | Compiled)[];

/** A text with `${…}` in it. Throws SqlSyntaxError. Source: "Substitution templates". */
export function compileTemplate(text: string, compile: (expression: string) => Compiled): Template {
  const parts: (string | Compiled)[] = [];
  let at = 0;
  for (;;) {
    const open = text.indexOf("${", at);
    if (open < 0) break;
    if (open > at) parts.push(plain(text.slice(at, open)));
    const close = endOf(text, open + 2);
    parts.push(compile(text.slice(open + 2, close)));
    at = close + 1;
  }
  if (at < text.length) parts.push(plain(text.slice(at)));
  return parts;
}

/** `$$aws/things/…` is how a reserved topic is written. */
function plain(text: string): string {
  return text.replaceAll("$$", () => "$");
}

/** The brace that closes it; those within texts and objects do not. */
function endOf(text: string, from: number): number {
  let depth = 0;
  let quote: string | undefined;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
    } else if (character === "'" || character === '"') quote = character;
    else if (character === "{") depth++;
    else if (character === "}" && depth-- === 0) return at;
  }
  throw new SqlSyntaxError("A substitution template has no end");
}
