import { createHash } from "node:crypto";
import type { Evaluation } from "../message-facts.ts";
import { sqlLimits } from "../sql-limits.ts";
import { toText } from "../to-text.ts";
import { toInt, type Value, valueOfJson } from "../value.ts";
import { md2 } from "./md2.ts";
import { matchesRegex, replaceRegex, substringOfRegex } from "./regular-expressions.ts";
import type { SqlFunction } from "./sql-function.ts";

/** Of texts, to which all else is converted; Null and Undefined have no text, and give Undefined. */
function ofTexts(
  count: number,
  compute: (texts: readonly string[], evaluation: Evaluation) => Value,
  more: Partial<SqlFunction> = {},
): SqlFunction {
  return {
    least: count,
    most: count,
    apply: (args, evaluation) => {
      const texts = args.map(toText);
      if (!texts.every((text) => text !== undefined)) return undefined;
      for (const text of texts) evaluation.spend(1, text.length);
      return compute(texts, evaluation);
    },
    ...more,
  };
}

const ofText = (compute: (text: string) => Value, more?: Partial<SqlFunction>): SqlFunction =>
  ofTexts(1, ([text = ""]) => compute(text), more);

const hash = (algorithm: string): SqlFunction =>
  ofText((text) => createHash(algorithm).update(text, "utf8").digest("hex"));

const padded = (pad: (text: string, blanks: string) => string): SqlFunction => ({
  least: 2,
  most: 2,
  apply: ([value, count], { spend }) => {
    const [text, blanks] = [toText(value), toInt(count)];
    if (text === undefined || blanks === undefined || count === null) return undefined;
    spend(1, text.length);
    return pad(text, " ".repeat(Math.min(1_000, Math.max(0, blanks))));
  },
});

/** The scheme is base64 or none. */
function isBase64(scheme: Value): boolean {
  return typeof scheme === "string" && scheme.toLowerCase() === "base64";
}

export const textFunctions: Readonly<Record<string, SqlFunction>> = {
  chr: {
    least: 1,
    most: 1,
    apply: ([value]) => {
      const code = toInt(value);
      return code === undefined || code < 0 || code > 127 ? undefined : String.fromCharCode(code);
    },
  },
  decode: {
    least: 2,
    most: 2,
    isLater: true,
    apply: ([value, scheme], { spend }) => {
      if (!isBase64(scheme)) return undefined;
      const text = toText(value);
      if (text === undefined || /[^A-Za-z0-9+/=\s]|=[^=\s]/.test(text)) return null;
      spend(1, text.length);
      const decoded = Buffer.from(text, "base64").toString("utf8");
      try {
        return valueOfJson(decoded);
      } catch {
        return decoded;
      }
    },
  },
  encode: {
    least: 2,
    most: 2,
    isLater: true,
    apply: ([value, scheme], { spend }) => {
      if (!isBase64(scheme)) return undefined;
      const bytes = Buffer.isBuffer(value) ? value : toText(value);
      if (bytes === undefined) return undefined;
      spend(1, bytes.length * 2);
      return Buffer.from(bytes as string, "utf8").toString("base64");
    },
  },
  endswith: ofTexts(2, ([text = "", end = ""]) => text.endsWith(end)),
  indexof: ofTexts(2, ([text = "", part = ""]) => text.indexOf(part), { isLater: true }),
  length: ofText((text) => text.length, { isLater: true }),
  lower: ofText((text) => text.toLowerCase()),
  lpad: padded((text, blanks) => blanks + text),
  ltrim: ofText((text) => text.trimStart()),
  md2: ofText((text) => md2(Buffer.from(text.slice(0, sqlLimits.outputBytes), "utf8"))),
  md5: hash("md5"),
  numbytes: ofText((text) => Buffer.byteLength(text), { isLater: true }),
  regexp_matches: ofTexts(2, ([text = "", regex = ""], { spend }) => matchesRegex(text, regex, spend)),
  regexp_replace: ofTexts(3, ([text = "", regex = "", by = ""], evaluation) =>
    replaceRegex(text, regex, by, evaluation.spend),
  ),
  regexp_substr: ofTexts(2, ([text = "", regex = ""], { spend }) => substringOfRegex(text, regex, spend)),
  replace: ofTexts(3, ([text = "", part = "", by = ""], { spend }) => {
    if (part === "") return text;
    const parts = text.split(part);
    spend(1, text.length + parts.length * by.length);
    return parts.join(by);
  }),
  rpad: padded((text, blanks) => text + blanks),
  rtrim: ofText((text) => text.trimEnd()),
  sha1: hash("sha1"),
  sha224: hash("sha224"),
  sha256: hash("sha256"),
  sha384: hash("sha384"),
  sha512: hash("sha512"),
  startswith: ofTexts(2, ([text = "", start = ""]) => text.startsWith(start)),
  substring: {
    least: 2,
    most: 3,
    apply: ([value, start, ...ends]) => {
      const [text, from] = [toText(value), toInt(start)];
      const to = ends.length === 0 ? text?.length : toInt(ends[0]);
      if (text === undefined || from === undefined || to === undefined) return undefined;
      const begin = Math.max(0, from);
      return begin >= to ? "" : text.slice(begin, Math.max(0, to));
    },
  },
  trim: ofText((text) => text.trim()),
  upper: ofText((text) => text.toUpperCase()),
};
