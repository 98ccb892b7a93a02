import assert from "node:assert/strict";
import { test } from "node:test";
import { loadModel } from "../model/load-model.ts";
import { DecodeError } from "./decode-error.ts";
import { treeDecoder } from "./tree-decoder.ts";
import { jsonFormat, restJsonFormat } from "./tree-format.ts";

const dynamodb = loadModel("dynamodb");
const putItem = treeDecoder(dynamodb.operation("PutItem")!.input, jsonFormat);
const createFunction = treeDecoder(loadModel("lambda").operation("CreateFunction")!.input, restJsonFormat);

test("unknown members and nulls are dropped, in structures and in what they hold", () => {
  const input = putItem(
    { TableName: "t", Unknown: 1, ReturnValues: null, Item: { a: { S: "x", N: null }, b: null } },
    0,
  );
  assert.deepEqual(input, { TableName: "t", Item: { a: { S: "x" } } });
});

test("a null in a list is left out, as clients of typed languages would", () => {
  const input = treeDecoder(loadModel("cloudwatch-logs").operation("PutLogEvents")!.input, jsonFormat)(
    { logEvents: [null, { message: "m", timestamp: 1 }] },
    0,
  );
  assert.deepEqual(input, { logEvents: [{ message: "m", timestamp: 1 }] });
});

test("blobs are base64, padded or not; anything else is refused", () => {
  const blob = (B: unknown) => putItem({ Item: { a: { B } } }, 0) as { Item: { a: { B: Buffer } } };
  assert.equal(blob("aGVsbG8=").Item.a.B.toString(), "hello");
  assert.equal(blob("aGVsbG8").Item.a.B.toString(), "hello");
  refuses(() => blob("a b!"), "Only base64-encoded strings are convertible to bytes");
});

test("each wrong type is refused in AWS's words, with the path of the member", () => {
  const error = refuses(() => putItem({ Item: { a: { S: 5 } } }, 0), "NUMBER_VALUE cannot be converted to String");
  assert.deepEqual(error.path, ["Item", "a", "S"]);
  refuses(() => putItem({ TableName: true }, 0), "TRUE_VALUE cannot be converted to String");
  refuses(() => putItem({ TableName: {} }, 0), "Start of structure or map found where not expected");
  refuses(() => putItem({ TableName: [] }, 0), "Start of list found where not expected");
  refuses(() => putItem({ Item: "x" }, 0), "STRING_VALUE cannot be converted to Map");
  refuses(() => createFunction({ Publish: "true" }, 0), "STRING_VALUE cannot be converted to Boolean");
  refuses(() => putItem([], 0), "Start of list found where not expected");
});

test("an integer is whole and has 32 bits", () => {
  assert.deepEqual(createFunction({ Timeout: 2147483647 }, 0), { Timeout: 2147483647 });
  for (const value of [1.5, 2147483648, -2147483649, 1e300]) {
    refuses(() => createFunction({ Timeout: value }, 0), `${value} cannot be converted to Integer`);
  }
  refuses(() => createFunction({ Timeout: "3" }, 0), "STRING_VALUE cannot be converted to Integer");
  refuses(() => createFunction({ Timeout: "NaN" }, 0), "STRING_VALUE cannot be converted to Integer");
});

test("a long has 64 bits; a double may be anything, NaN and infinities as strings", () => {
  const putLogEvents = treeDecoder(loadModel("cloudwatch-logs").operation("PutLogEvents")!.input, jsonFormat);
  const timestamp = (value: unknown) => putLogEvents({ logEvents: [{ timestamp: value }] }, 0);
  assert.deepEqual(timestamp(9007199254740991), { logEvents: [{ timestamp: 9007199254740991 }] });
  assert.deepEqual(timestamp(JSON.parse("9223372036854775807")), { logEvents: [{ timestamp: 2 ** 63 }] });
  refuses(() => timestamp(1e19), "10000000000000000000 cannot be converted to Long");
  const putMetricData = treeDecoder(loadModel("cloudwatch").operation("PutMetricData")!.input, jsonFormat);
  const values = putMetricData({ MetricData: [{ Value: "NaN" }, { Value: 0.5 }, { Value: "-Infinity" }] }, 0);
  assert.deepEqual(values, {
    MetricData: [{ Value: Number.NaN }, { Value: 0.5 }, { Value: Number.NEGATIVE_INFINITY }],
  });
});

test("what is nested too deep is refused, not a crash", () => {
  const nested = (levels: number): unknown => {
    let value: unknown = { S: "x" };
    for (let level = 0; level < levels; level++) value = { L: [value] };
    return { Item: { a: value } };
  };
  assert.ok(putItem(nested(30), 0));
  refuses(() => putItem(nested(60), 0), "The request is nested more than 100 levels deep");
  const text = `${'{"L":['.repeat(50_000)}{}${"]}".repeat(50_000)}`;
  refuses(() => putItem({ Item: { a: JSON.parse(text) } }, 0), "The request is nested more than 100 levels deep");
});

test("a key called __proto__ is a key like any other", () => {
  const input = putItem(JSON.parse('{"Item":{"__proto__":{"S":"x"}}}'), 0) as { Item: object };
  assert.deepEqual(Object.keys(input.Item), ["__proto__"]);
  assert.equal(Object.getPrototypeOf(input.Item), Object.prototype);
});

test("a union has exactly one member, but DynamoDB's attribute value is its own to check", () => {
  const alarm = treeDecoder(loadModel("cloudwatch").operation("PutMetricAlarm")!.input, jsonFormat);
  const PromQLCriteria = { Query: "up" };
  assert.deepEqual(alarm({ EvaluationCriteria: { PromQLCriteria } }, 0), { EvaluationCriteria: { PromQLCriteria } });
  refuses(() => alarm({ EvaluationCriteria: {} }, 0), "A union must have exactly one member set, this one has 0");
  assert.deepEqual(putItem({ Item: { a: { S: "x", N: "1" }, b: {} } }, 0), { Item: { a: { S: "x", N: "1" }, b: {} } });
});

function refuses(decode: () => unknown, message: string): DecodeError {
  try {
    decode();
  } catch (error) {
    assert.ok(error instanceof DecodeError);
    assert.equal(error.message, message);
    return error;
  }
  assert.fail(`not refused: ${message}`);
}
