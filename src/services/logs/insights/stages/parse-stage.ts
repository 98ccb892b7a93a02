import type { ParseCommand } from "../command.ts";
import type { Evaluate } from "../functions/insights-function.ts";
import { toText } from "../value.ts";
import { type CreateStage, eachRow } from "./stage.ts";

/** Makes fields of parts of a text. A row whose text does not fit goes on without them. Source: "parse". */
export function parseStage({ pattern, names }: ParseCommand, subject: Evaluate): CreateStage {
  const split = "groups" in pattern ? pattern.groups : globOf(pattern);
  return eachRow((row) => {
    const text = toText(subject(row));
    const parts = text === undefined ? undefined : split(text);
    for (const [index, name] of names.entries()) {
      const part = parts?.[index];
      if (name !== undefined && part !== undefined) row.set(name, part);
    }
    return true;
  });
}

/**
 * What stands where the asterisks are between the pattern's pieces. The first piece may begin anywhere in the text; each
 * asterisk takes as little as possible, only a last one takes all that is left.
 */
function globOf(pieces: readonly string[]): (text: string) => readonly string[] | undefined {
  const [first = "", ...more] = pieces;
  return (text) => {
    const start = text.indexOf(first);
    if (start < 0) return undefined;
    const parts: string[] = [];
    let at = start + first.length;
    for (const [index, piece] of more.entries()) {
      const isLast = index === more.length - 1;
      const end = isLast && piece === "" ? text.length : text.indexOf(piece, at);
      if (end < 0) return undefined;
      parts.push(text.slice(at, end));
      at = end + piece.length;
    }
    return parts;
  };
}
