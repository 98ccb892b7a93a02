import type { TextTest } from "../../regex/regex-matcher.ts";
import type { MessageTest } from "./message.ts";
import type { PatternReader } from "./pattern-reader.ts";

type Role = "wanted" | "optional" | "excluded";

/**
 * `ERROR "two words" -DEBUG`: all must be in the message, the excluded ones must not. `?ERROR ?WARN`: one is enough; beside
 * other terms those with a question mark count for nothing, as on AWS. No term at all matches everything.
 */
export function parseTermPattern(reader: PatternReader): MessageTest {
  const terms: Record<Role, TextTest[]> = { wanted: [], optional: [], excluded: [] };
  reader.skipSpace();
  while (!reader.isAtEnd) {
    const role = readRole(reader);
    terms[role].push(readTerm(reader));
    if (reader.skipSpace() === 0 && !reader.isAtEnd) reader.fail();
  }
  const { wanted, optional, excluded } = terms;
  if (wanted.length + excluded.length === 0) {
    return ({ text }, run) => optional.length === 0 || optional.some((isIn) => isIn(text, run));
  }
  return ({ text }, run) => wanted.every((isIn) => isIn(text, run)) && !excluded.some((isIn) => isIn(text, run));
}

function readRole(reader: PatternReader): Role {
  if (reader.take("?")) return "optional";
  if (!reader.take("-")) return "wanted";
  // AWS's own examples have a space behind the minus sign.
  reader.skipSpace();
  return "excluded";
}

/** A word, a phrase or an expression, anywhere in the message. Anything but letters, digits and `_` must be quoted. */
function readTerm(reader: PatternReader): TextTest {
  const regex = reader.regex();
  if (regex) return regex;
  const term = reader.quoted() ?? reader.match(/[\p{L}\p{N}_]+/uy) ?? reader.fail();
  return (text, run) => (run ? run.test(() => text.includes(term)) : text.includes(term));
}
