import { readBooleanExpression, type Test } from "./boolean-expression.ts";
import { readComparison } from "./comparison.ts";
import { readJsonSelector } from "./json-selector.ts";
import type { MessageTest } from "./message.ts";
import type { PatternReader } from "./pattern-reader.ts";

/** `{ $.eventName = "Delete*" && ($.latency > 500 || $.error IS TRUE) }`, read from behind its brace. */
export function parseJsonPattern(reader: PatternReader): MessageTest {
  const wildcards = { used: 0 };
  const holds = readBooleanExpression<unknown>(reader, () => readCondition(reader, wildcards));
  reader.skipSpace();
  reader.expect("}");
  reader.skipSpace();
  if (!reader.isAtEnd) reader.fail();
  return (message, run) => message.document !== undefined && holds(message.document, run);
}

/** What a value may be without quotes. Source: the syntax page, "Strings that … must be enclosed in double quotes". */
const bareValue = /(?:(?!&&|\|\|)[^\s(){}[\]"%,@$\\=<>!])+/y;

type ValueTest = (value: unknown) => boolean;

const keywords: readonly (readonly [RegExp, ValueTest])[] = [
  [/IS\s+NULL\b/y, (value) => value === null],
  [/IS\s+TRUE\b/y, (value) => value === true],
  [/IS\s+FALSE\b/y, (value) => value === false],
  [/EXISTS\b/y, () => true],
];

function readCondition(reader: PatternReader, wildcards: { used: number }): Test<unknown> {
  const select = readJsonSelector(reader, wildcards);
  reader.skipSpace();
  if (reader.match(/NOT\s+EXISTS\b/y)) return (document) => select(document).length === 0;
  for (const [word, test] of keywords) {
    if (reader.match(word)) return (document) => select(document).some(test);
  }
  const compare = readComparison(reader, bareValue);
  return (document, run) =>
    select(document).some((value) => {
      const text = toText(value);
      return text !== undefined && compare(text, run);
    });
}

/** An object, an array and null cannot be compared: then the condition does not hold, even with `!=`. */
function toText(value: unknown): string | undefined {
  return typeof value === "object" || value === undefined ? undefined : String(value);
}
