import type { Member, Shape } from "../../../src/wire/model/shape.ts";
import type { Dice } from "./dice.ts";

/** Values of a shape as JSON has them, mostly of the right kind. */
export function sampleOf(dice: Dice, shape: Shape, depth = 0): unknown {
  if (dice.chance(0.03)) return dice.pick(oddValues);
  switch (shape.kind) {
    case "boolean":
      return dice.chance(0.5);
    case "integer":
    case "long":
    case "number":
    case "double":
    case "bigint":
    case "decimal":
      return dice.pick(numbers);
    case "timestamp":
      return dice.pick([0, 1_700_000_000, 1e18, -1e18, "2026-11-29T00:00:00Z"]);
    case "blob":
    case "stream":
      return Buffer.from(textOf(dice)).toString("base64");
    case "document":
      return { a: [1, textOf(dice)] };
    case "unit":
      return {};
    case "list":
      return times(dice, depth, () => sampleOf(dice, shape.item.shape, depth + 1));
    case "map":
      return Object.fromEntries(times(dice, depth, () => [textOf(dice), sampleOf(dice, shape.item.shape, depth + 1)]));
    case "structure":
    case "union":
      return structureOf(dice, shape.members, depth);
    default:
      return textOf(dice);
  }
}

export function structureOf(dice: Dice, members: readonly Member[], depth = 0): Record<string, unknown> {
  const wanted = members.filter(({ required }) => (required ? dice.chance(0.97) : depth < 4 && dice.chance(0.3)));
  return Object.fromEntries(
    wanted.map(({ name, shape, traits }) => [traits.jsonName ?? name, sampleOf(dice, shape, depth + 1)]),
  );
}

export function textOf(dice: Dice): string {
  return dice.chance(0.75) ? dice.pick(usualTexts) : dice.pick(oddTexts);
}

function times<T>(dice: Dice, depth: number, make: () => T): T[] {
  return Array.from({ length: depth > 4 ? 0 : dice.number(4) }, make);
}

/** Names that exist, so that requests reach what is behind them, and texts of many a grammar. */
const usualTexts = [
  "fuzzed",
  "fuzzed-group",
  "a",
  "1",
  "python3.14",
  "index.handler",
  "arn:aws:iam::000000000000:role/fuzzed",
  "arn:aws:lambda:us-east-1:000000000000:function:fuzzed",
  "arn:aws:s3:::fuzzed/*",
  "AWS/Lambda",
  "Sum",
  "SUM(METRICS())",
  "SEARCH('{AWS/Lambda,FunctionName} Errors', 'Sum')",
  "ALARM(a) AND NOT OK(b)",
  "fields @message | filter @message like /a(b|c)*/ | stats count(*) by bin(5m)",
  '{ $.a = "b" && $.c[0] > 1 }',
  "[ip, user, ..., status=4*]",
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::fuzzed/*"}]}',
  "rate(5 minutes)",
  "2026-11-29T00:00:00Z",
  "bytes=0-1",
  '"etag"',
  "Enabled",
  "us-east-1",
  "$LATEST",
];

const oddTexts = [
  "",
  " ",
  "\u0000",
  "a\r\nb: c",
  "__proto__",
  "constructor",
  "../../etc/passwd",
  "%",
  "%ff%zz",
  "é€😀",
  "\ud800",
  "a".repeat(300),
  "((((((((((",
  "*".repeat(50),
  "{".repeat(200),
  "[".repeat(200),
  "-1",
  "1e999",
  "null",
  "/",
  "//",
  "?",
  "\u202e",
];
const numbers = [0, 1, 2, 60, 100, 1000, -1, 0.5, 2 ** 31, 2 ** 53, 1e308, -0];
const oddValues = [null, "", {}, [], true, 1e21, "__proto__", [[[[]]]], { a: { a: { a: {} } } }];
