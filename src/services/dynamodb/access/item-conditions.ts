import type { ExpressionInput } from "../expressions/check-parameters.ts";
import type { Expressions } from "../expressions/expression-reader.ts";
import type { DynamoDbContext } from "../operation.ts";
import type { KnownTable } from "../tables/known-table.ts";
import { type AttributeValue, attributeOf, type Item } from "../values/attribute-value.ts";

type Input = Readonly<Record<string, unknown>>;
type Conditions = Record<string, readonly string[]>;

/**
 * What policies can ask of a call on items: whose they are, which attributes it touches, what it gives. Source: "Using IAM policy conditions for fine-grained access
 * control".
 */
export function itemConditions(input: Input, table: KnownTable, { state }: DynamoDbContext): Conditions {
  const item = (input.Key ?? input.Item) as Item | undefined;
  const expressions = readAll(state.expressions.read.bind(state.expressions), input);
  const leading = leadingKey(table, item, input, expressions);
  const attributes = attributesOf(input, item, expressions);
  return {
    ...(leading && { "dynamodb:leadingkeys": [toText(leading)] }),
    ...(attributes.length > 0 && { "dynamodb:attributes": attributes }),
    ...(typeof input.ReturnValues === "string" && { "dynamodb:returnvalues": [input.ReturnValues] }),
    ...(typeof input.ReturnConsumedCapacity === "string" && {
      "dynamodb:returnconsumedcapacity": [input.ReturnConsumedCapacity],
    }),
    ...(typeof input.Select === "string" && { "dynamodb:select": [input.Select] }),
  };
}

/** An expression that is none is told by the operation: here it says nothing. */
function readAll(read: (input: ExpressionInput) => Expressions, input: Input): Expressions {
  try {
    return read(input as ExpressionInput);
  } catch {
    return {};
  }
}

function leadingKey(
  { key, global }: KnownTable,
  item: Item | undefined,
  input: Input,
  { keyCondition }: Expressions,
): AttributeValue | undefined {
  const index = global.find(({ name }) => name === input.IndexName);
  const hash = (index?.key ?? key).find(({ isHash }) => isHash)?.name;
  if (hash === undefined) return undefined;
  return item ? attributeOf(item, hash) : keyCondition?.tests.get(hash)?.values[0];
}

function attributesOf(
  input: Input,
  item: Item | undefined,
  { update, condition, filter, projection, keyCondition }: Expressions,
): string[] {
  const paths = [
    ...(update?.targets ?? []).map(({ path }) => path),
    ...[condition, filter, projection].flatMap((one) => one?.paths ?? []),
  ];
  const names = paths.map(([name]) => String(name));
  const given = Array.isArray(input.AttributesToGet) ? (input.AttributesToGet as string[]) : [];
  const keys = keyCondition ? [...keyCondition.tests.keys()] : [];
  return [...new Set([...Object.keys(item ?? {}), ...keys, ...names, ...given])];
}

function toText(value: AttributeValue): string {
  return value.S ?? value.N ?? Buffer.from(value.B ?? []).toString("base64");
}
