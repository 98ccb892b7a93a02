import type { QueryCommandInput, QueryCommandOutput } from "@aws-sdk/client-dynamodb";
import { fromPageToken, toPageToken } from "../../page-token.ts";
import { valueAt } from "../expressions/document-path.ts";
import type { DynamoDbContext } from "../operation.ts";
import { findSource } from "../reads/find-source.ts";
import type { KnownTable } from "../tables/known-table.ts";
import { type AttributeValue, type Item, setAttribute } from "../values/attribute-value.ts";
import { decodeItem, encodeItem } from "../values/item-bytes.ts";
import { validationException } from "../values/validation-exception.ts";
import { ExpressionWriter } from "./expression-writer.ts";
import type { ItemOperations } from "./item-operations.ts";
import { keyTests } from "./key-tests.ts";
import type { Literal, Statement } from "./statement.ts";

type Select = Statement & { readonly kind: "SELECT" };

export interface SelectAsked {
  readonly parameters: readonly AttributeValue[];
  readonly ConsistentRead?: boolean | undefined;
  readonly Limit?: number | undefined;
  readonly NextToken?: string | undefined;
  readonly ReturnConsumedCapacity?: QueryCommandInput["ReturnConsumedCapacity"];
}

export interface Selected {
  readonly Items: Item[];
  readonly LastEvaluatedKey: Item | undefined;
  readonly NextToken: string | undefined;
  readonly ConsumedCapacity: QueryCommandOutput["ConsumedCapacity"];
}

/** A page of what a SELECT asks for: a Query for each hash key that it names, or a Scan where it names none. */
export async function select(
  context: DynamoDbContext,
  table: KnownTable,
  statement: Select,
  asked: SelectAsked,
  { query, scan }: Pick<ItemOperations, "query" | "scan">,
): Promise<Selected> {
  const { source, where, order, paths } = statement;
  const { key } = findSource(table, { IndexName: source.index, ConsistentRead: asked.ConsistentRead });
  const tests = keyTests(where, key);
  const hash = key.filter(({ isHash }) => isHash);
  const isQuery = hash.every(({ name }) => tests.equal.has(name) || tests.among.has(name));
  if (order && (!isQuery || !key.some(({ name }) => name === order.name)))
    throw validationException("Must have WHERE clause in the statement when using ORDER BY clause.");
  const place = fromToken(asked.NextToken);
  const common = {
    TableName: table.name,
    IndexName: source.index,
    ConsistentRead: asked.ConsistentRead,
    ExclusiveStartKey: place.start,
    Limit: asked.Limit,
    ReturnConsumedCapacity: asked.ReturnConsumedCapacity,
  };
  const writer = new ExpressionWriter(asked.parameters);
  if (!isQuery) {
    const FilterExpression = where && writer.where(where);
    const page = await scan({ ...common, FilterExpression, ...writer.placeholders() }, context);
    return toPage(page, paths, { at: 0, isLast: true });
  }
  const keys = hashKeys(tests, hash);
  const range = key.find(({ isHash, name }) => !isHash && (tests.equal.has(name) || tests.ranges.has(name)));
  const conditions = (keys[place.at] ?? []).map(
    ([name, value]) => `${writer.path([name])} = ${writer.value(writer.literal(value))}`,
  );
  if (range) {
    const equal = tests.equal.get(range.name);
    const test = tests.ranges.get(range.name);
    conditions.push(
      equal ? `${writer.path([range.name])} = ${writer.value(writer.literal(equal))}` : writer.where(test!),
    );
  }
  const filters = tests.rest.map((part) => writer.where(part));
  const page = await query(
    {
      ...common,
      KeyConditionExpression: conditions.join(" AND "),
      FilterExpression: writer.all(filters),
      ScanIndexForward: !order?.isBackward,
      ...writer.placeholders(),
    },
    context,
  );
  return toPage(page, paths, { at: place.at, isLast: place.at + 1 >= keys.length });
}

/** Each hash key that is asked for: of an IN there are several. */
function hashKeys(
  { equal, among }: ReturnType<typeof keyTests>,
  hash: readonly { readonly name: string }[],
): (readonly [string, Literal])[][] {
  let keys: (readonly [string, Literal])[][] = [[]];
  for (const { name } of hash) {
    const values = equal.has(name) ? [equal.get(name)!] : (among.get(name) ?? []);
    keys = keys.flatMap((key) => values.map((value) => [...key, [name, value] as const]));
  }
  return keys;
}

function toPage(
  page: Pick<QueryCommandOutput, "Items" | "LastEvaluatedKey" | "ConsumedCapacity">,
  paths: Select["paths"],
  { at, isLast }: { readonly at: number; readonly isLast: boolean },
): Selected {
  const { Items = [], LastEvaluatedKey, ConsumedCapacity } = page;
  const next = LastEvaluatedKey
    ? { at, start: LastEvaluatedKey }
    : isLast
      ? undefined
      : { at: at + 1, start: undefined };
  return {
    Items: paths ? Items.map((item) => selected(item, paths)) : Items,
    LastEvaluatedKey,
    NextToken: next && toToken(next),
    ConsumedCapacity,
  };
}

/** What is selected from within an attribute has the name of its last part. */
export function selected(item: Readonly<Item>, paths: NonNullable<Select["paths"]>): Item {
  const made: Item = {};
  for (const path of paths) {
    const value = valueAt(item, path);
    const name = path.findLast((element) => typeof element === "string") as string;
    if (value) setAttribute(made, name, value);
  }
  return made;
}

interface Place {
  readonly at: number;
  readonly start: Item | undefined;
}

function toToken({ at, start }: Place): string {
  return toPageToken(`${at} ${start ? encodeItem(start).toString("base64") : ""}`);
}

function fromToken(token: string | undefined): Place {
  const invalid = () => validationException("Invalid NextToken");
  const [at = "0", start = ""] = fromPageToken(token, invalid)?.split(" ") ?? [];
  if (!/^\d{1,6}$/.test(at)) throw invalid();
  try {
    return { at: Number(at), start: start === "" ? undefined : decodeItem(Buffer.from(start, "base64")) };
  } catch {
    throw invalid();
  }
}
