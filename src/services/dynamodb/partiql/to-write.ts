import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { parameterInvalid } from "../errors.ts";
import type { KnownTable } from "../tables/known-table.ts";
import type { AttributeValue, Item } from "../values/attribute-value.ts";
import { setAttribute } from "../values/attribute-value.ts";
import { validationException } from "../values/validation-exception.ts";
import { ExpressionWriter } from "./expression-writer.ts";
import { keyTests } from "./key-tests.ts";
import { keyNotGiven, notWellFormed } from "./partiql-errors.ts";
import type { Statement, Term } from "./statement.ts";

type Write = Exclude<Statement, { kind: "SELECT" }>;

/** A statement that writes, or one that asks whether an item exists, as the part of a transaction that does the same. Throws ValidationException. */
export function toWrite(
  statement: Statement,
  table: KnownTable,
  parameters: readonly AttributeValue[],
): TransactWriteItem {
  if (statement.kind === "SELECT") return toCheck(statement, table, parameters);
  if (statement.source.index !== undefined) throw validationException("Operation not supported on a secondary index");
  if (statement.kind === "INSERT") return toPut(statement, table, parameters);
  const writer = new ExpressionWriter(parameters);
  const { Key, conditions } = toKey(statement.where, table, writer);
  const TableName = table.name;
  if (statement.kind === "DELETE") {
    const ConditionExpression = writer.all(conditions);
    return { Delete: { TableName, Key, ConditionExpression, ...writer.placeholders() } };
  }
  const UpdateExpression = toUpdateExpression(statement, writer);
  // Unlike UpdateItem it makes no item.
  const ConditionExpression = writer.all([`attribute_exists(${writer.path([table.key[0]!.name])})`, ...conditions]);
  return { Update: { TableName, Key, UpdateExpression, ConditionExpression, ...writer.placeholders() } };
}

function toPut(statement: Write & { kind: "INSERT" }, table: KnownTable, parameters: readonly AttributeValue[]) {
  const writer = new ExpressionWriter(parameters);
  const value = writer.literal(statement.item);
  if (!value.M) throw notWellFormed("Expected a tuple to insert");
  const ConditionExpression = `attribute_not_exists(${writer.path([table.key[0]!.name])})`;
  const Item = structuredClone(value.M);
  return { Put: { TableName: table.name, Item, ConditionExpression, ...writer.placeholders() } };
}

function toCheck(
  statement: Statement & { kind: "SELECT" },
  table: KnownTable,
  parameters: readonly AttributeValue[],
): TransactWriteItem {
  const writer = new ExpressionWriter(parameters);
  const { Key, conditions } = toKey(statement.where, table, writer);
  if (conditions.length === 0) throw parameterInvalid("EXISTS must have a condition on an attribute that is no key");
  const ConditionExpression = writer.all(conditions) ?? "";
  return { ConditionCheck: { TableName: table.name, Key, ConditionExpression, ...writer.placeholders() } };
}

/** The one item that a WHERE names, and what else it asks. Throws ValidationException where it names none. */
export function toKey(
  where: (Statement & { kind: "DELETE" })["where"],
  table: KnownTable,
  writer: ExpressionWriter,
): { readonly Key: Item; readonly conditions: readonly string[] } {
  const { equal, among, ranges, rest } = keyTests(where, table.key);
  if (among.size > 0 || ranges.size > 0 || equal.size < table.key.length) throw keyNotGiven();
  const Key: Item = {};
  for (const { name } of table.key) setAttribute(Key, name, structuredClone(writer.literal(equal.get(name)!)));
  return { Key, conditions: rest.map((part) => writer.where(part)) };
}

function toUpdateExpression({ sets, removes }: Write & { kind: "UPDATE" }, writer: ExpressionWriter): string {
  const parts: Record<"SET" | "REMOVE" | "ADD" | "DELETE", string[]> = { SET: [], REMOVE: [], ADD: [], DELETE: [] };
  for (const { path, term } of sets) {
    const change = setChange(term);
    if (change) parts[change.kind].push(`${writer.path(path)} ${writer.term(change.value)}`);
    else parts.SET.push(`${writer.path(path)} = ${writer.term(term)}`);
  }
  for (const path of removes) parts.REMOVE.push(writer.path(path));
  return Object.entries(parts)
    .filter(([, texts]) => texts.length > 0)
    .map(([section, texts]) => `${section} ${texts.join(", ")}`)
    .join(" ");
}

/** `SET a = set_add(a, <<…>>)` and `set_delete` are an expression's ADD and DELETE. */
function setChange(term: Term): { readonly kind: "ADD" | "DELETE"; readonly value: Term } | undefined {
  if (term.kind !== "function" || term.terms.length !== 2) return undefined;
  if (term.name === "set_add") return { kind: "ADD", value: term.terms[1]! };
  return term.name === "set_delete" ? { kind: "DELETE", value: term.terms[1]! } : undefined;
}
