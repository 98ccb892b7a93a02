import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { isObject, sqlNumberOf, type Value } from "../../rule-sql/value.ts";

/** JSON's types as DynamoDB's. */
export function toAttributeValue(value: Value): AttributeValue {
  if (value === null || value === undefined) return { NULL: true };
  if (typeof value === "boolean") return { BOOL: value };
  if (typeof value === "number" || typeof value === "bigint") return { N: String(value) };
  if (typeof value === "string") return { S: value };
  if (Buffer.isBuffer(value)) return { B: value };
  if (isObject(value)) return { M: toItem(value) };
  return { L: value.map(toAttributeValue) };
}

/** What is Undefined is not there. */
export function toItem(object: Readonly<Record<string, Value>>): Record<string, AttributeValue> {
  return Object.fromEntries(
    Object.entries(object).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, toAttributeValue(value)] as const],
    ),
  );
}

/** Sets are arrays, and bytes base64. */
export function fromAttributeValue(value: AttributeValue): Value {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return sqlNumberOf(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.M)
    return Object.fromEntries(Object.entries(value.M).map(([name, inner]) => [name, fromAttributeValue(inner)]));
  if (value.L) return value.L.map(fromAttributeValue);
  if (value.SS) return value.SS;
  if (value.NS) return value.NS.map(sqlNumberOf);
  if (value.B) return Buffer.from(value.B).toString("base64");
  if (value.BS) return value.BS.map((bytes) => Buffer.from(bytes).toString("base64"));
  return null;
}
