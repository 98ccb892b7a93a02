import type { ExpressionInput } from "../expressions/check-parameters.ts";
import type { Expressions } from "../expressions/expression-reader.ts";
import type { DynamoDbState } from "../state.ts";
import type { KnownTable } from "../tables/known-table.ts";
import { type AttributeValue, attributeOf, type Item } from "../values/attribute-value.ts";
import { normalizeNumber } from "../values/number.ts";

type Input = Readonly<Record<string, unknown>>;
type Conditions = Record<string, readonly string[]>;

/**
 * What policies can ask of a call on items: whose they are, which attributes it touches, what it gives. `input` is that of an operation on items, or of one table of a
 * batch: then the keys are its `Keys`, or the items to put and the keys to delete its `Items`. Source: "Using IAM policy conditions for fine-grained access control".
 */
export function itemConditions(operation: string, input: Input, table: KnownTable, state: DynamoDbState): Conditions {
  const items = itemsOf(input);
  const expressions = readAll(state.expressions.read.bind(state.expressions), input);
  const leading = leadingKeys(table, items, input, expressions);
  const attributes = attributesOf(input, items, expressions);
  const select = selectOf(operation, input);
  return {
    ...(leading.length > 0 && { "dynamodb:leadingkeys": [...new Set(leading.map(toText))] }),
    ...(attributes.length > 0 && { "dynamodb:attributes": attributes }),
    ...(select !== undefined && { "dynamodb:select": [select] }),
    ...given("dynamodb:returnvalues", input.ReturnValues),
    ...given("dynamodb:returnconsumedcapacity", input.ReturnConsumedCapacity),
    ...given("dynamodb:enclosingoperation", input.EnclosingOperation),
  };
}

function given(key: string, value: unknown): Conditions {
  return typeof value === "string" ? { [key]: [value] } : {};
}

function itemsOf({ Key, Item: item, Keys, Items }: Input): readonly Item[] {
  const several = [Keys, Items].find((one) => Array.isArray(one)) as readonly Item[] | undefined;
  const one = (Key ?? item) as Item | undefined;
  return several ?? (one ? [one] : []);
}

/** What a read gives, also where the request leaves it to the default. */
function selectOf(
  operation: string,
  { Select, ProjectionExpression, AttributesToGet, IndexName }: Input,
): string | undefined {
  if (typeof Select === "string") return Select;
  if (!reads.has(operation)) return undefined;
  if (ProjectionExpression !== undefined || AttributesToGet !== undefined) return "SPECIFIC_ATTRIBUTES";
  return IndexName === undefined ? "ALL_ATTRIBUTES" : "ALL_PROJECTED_ATTRIBUTES";
}

const reads: ReadonlySet<string> = new Set(["GetItem", "BatchGetItem", "Query", "Scan"]);

/** An expression that is none is told by the operation: here it says nothing. */
function readAll(read: (input: ExpressionInput) => Expressions, input: Input): Expressions {
  try {
    return read(input as ExpressionInput);
  } catch {
    return {};
  }
}

function leadingKeys(
  { key, global }: KnownTable,
  items: readonly Item[],
  input: Input,
  { keyCondition }: Expressions,
): AttributeValue[] {
  const index = global.find(({ name }) => name === input.IndexName);
  const hash = (index?.key ?? key).find(({ isHash }) => isHash)?.name;
  if (hash === undefined) return [];
  const asked = keyCondition?.tests.get(hash)?.values[0];
  const found = [...items.map((item) => attributeOf(item, hash)), asked];
  return found.filter((value) => value !== undefined);
}

function attributesOf(
  input: Input,
  items: readonly Item[],
  { update, condition, filter, projection, keyCondition }: Expressions,
): string[] {
  const paths = [update, condition, filter, projection].flatMap((one) => one?.paths ?? []);
  const names = paths.map(([name]) => String(name));
  const older = Array.isArray(input.AttributesToGet) ? (input.AttributesToGet as string[]) : [];
  const keys = keyCondition ? [...keyCondition.tests.keys()] : [];
  return [...new Set([...items.flatMap((item) => Object.keys(item)), ...keys, ...names, ...older])];
}

function toText(value: AttributeValue): string {
  return (
    value.S ??
    (value.N === undefined ? undefined : numberText(value.N)) ??
    Buffer.from(value.B ?? []).toString("base64")
  );
}

/** Equal numbers are one text, however they are written. One that is none is told by the operation. */
function numberText(text: string): string {
  try {
    return normalizeNumber(text);
  } catch {
    return text;
  }
}
