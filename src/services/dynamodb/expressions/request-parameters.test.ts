import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { AttributeValue, Item } from "../values/attribute-value.ts";
import type { KeyAttribute } from "../values/check-key.ts";
import { checkFilteredAttributes } from "./check-attributes.ts";
import { checkOlderParameters, checkParameters, type ExpressionInput } from "./check-parameters.ts";
import { ExpressionReader } from "./expression-reader.ts";
import { passesKeyTest, toKeyRange } from "./key-condition.ts";

const reader = new ExpressionReader();

describe("key conditions", () => {
  const schema: readonly KeyAttribute[] = [
    { name: "a", type: "S", isHash: true },
    { name: "b", type: "N", isHash: false },
  ];
  const values: Item = { ":a": { S: "x" }, ":b": { N: "1" }, ":c": { N: "2" }, ":t": { S: "N" } };

  it("name one range of keys", () => {
    assert.deepEqual(range("a = :a"), { hash: [{ S: "x" }], equal: [], last: undefined });
    assert.deepEqual(range("(b = :b) and :a = a"), { hash: [{ S: "x" }], equal: [{ N: "1" }], last: undefined });
    assert.deepEqual(range(":b < b AND a = :a").last, { operator: "GT", values: [{ N: "1" }] });
    const { last } = range("a = :a and b between :b and :c");
    assert.ok(passesKeyTest(last!, { N: "1.5" }) && !passesKeyTest(last!, { N: "3" }));
  });

  it("of several attributes are equal from the left", () => {
    const several: readonly KeyAttribute[] = [
      { name: "a", type: "S", isHash: true },
      { name: "h", type: "S", isHash: true },
      { name: "b", type: "N", isHash: false },
      { name: "c", type: "N", isHash: false },
    ];
    assert.deepEqual(range("a = :a and h = :a and b = :b and c > :c", several), {
      hash: [{ S: "x" }, { S: "x" }],
      equal: [{ N: "1" }],
      last: { operator: "GT", values: [{ N: "2" }] },
    });
    assert.throws(() => range("a = :a and b = :b", several), {
      message: "Query condition missed key schema element: h",
    });
    assert.throws(() => range("a = :a and h = :a and c = :c", several), {
      message: "Query condition missed key schema element: b",
    });
    assert.throws(() => range("a = :a and h = :a and b > :b and c = :c", several), {
      message: "Query key condition not supported",
    });
  });

  const wrong: readonly [string, string][] = [
    ["a > b and size(b) > c or a > c", "Invalid operator used in KeyConditionExpression: OR"],
    ["a in (b, size(c), d)", "Invalid operator used in KeyConditionExpression: IN"],
    ["not a > b", "Invalid operator used in KeyConditionExpression: NOT"],
    ["a <> b", "Invalid operator used in KeyConditionExpression: <>"],
    ["contains(a.d, b)", "Invalid operator used in KeyConditionExpression: contains"],
    ["attribute_type(a, :t)", "Invalid operator used in KeyConditionExpression: attribute_type"],
    [
      ":a between size(b) and size(a) and b > :b",
      "Invalid condition in KeyConditionExpression: BETWEEN operator must have the key attribute as its first operand",
    ],
    [
      "begins_with(:a, b) and a > :b",
      "Invalid condition in KeyConditionExpression: begins_with operator must have the key attribute as its first operand",
    ],
    ["a > size(b.d)", "KeyConditionExpressions cannot contain nested operations"],
    ["size(b) > a AND a.b > b AND b > c", "KeyConditionExpressions cannot contain nested operations"],
    ["b > a.b", "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition"],
    ["a.d > c", "KeyConditionExpressions cannot have conditions on nested attributes"],
    [":b > :a AND a < :b", "Invalid condition in KeyConditionExpression: No key attribute specified"],
    ["b > :a AND b < :a and c = :a and d = :a", "KeyConditionExpressions must only contain one condition per key"],
    ["b = :b", "Query condition missed key schema element: a"],
    ["a = :a and c = :b", "Query condition missed key schema element: b"],
    ["a > :a", "Query key condition not supported"],
    ["a = :b", "One or more parameter values were invalid: Condition parameter type does not match schema type"],
  ];
  for (const [text, message] of wrong) {
    it(`${text} is refused`, () => {
      assert.throws(() => range(text), { name: "ValidationException", message });
    });
  }

  it("leave filters what is no key", () => {
    const filter = reader.read({
      FilterExpression: "a = :a",
      ExpressionAttributeValues: { ":a": { S: "" } },
    }).filter!;
    assert.throws(() => checkFilteredAttributes(filter, "Filter Expression", schema), {
      message: "Filter Expression can only contain non-primary key attributes: Primary key attribute: a",
    });
  });

  function range(text: string, keys = schema) {
    const { keyCondition } = reader.read({
      KeyConditionExpression: text,
      ExpressionAttributeValues: used(text, values),
    });
    return toKeyRange(keyCondition!, keys);
  }
});

describe("a request's parameters", () => {
  it("are expressions or what was before them", () => {
    assert.throws(
      () =>
        checkParameters("Query", {
          AttributesToGet: ["a"],
          QueryFilter: {},
          ConditionalOperator: "OR",
          KeyConditions: {},
          ProjectionExpression: "",
          FilterExpression: "",
          KeyConditionExpression: "",
        }),
      {
        message:
          "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {AttributesToGet, QueryFilter, ConditionalOperator, KeyConditions} Expression parameters: {ProjectionExpression, FilterExpression, KeyConditionExpression}",
      },
    );
    checkParameters("Query", { KeyConditions: {}, FilterExpression: "a = b" });
    assert.throws(() => checkParameters("GetItem", { ExpressionAttributeNames: {} }), {
      message: "ExpressionAttributeNames can only be specified when using expressions",
    });
    assert.throws(() => checkParameters("UpdateItem", { ExpressionAttributeValues: {} }), {
      message:
        "ExpressionAttributeValues can only be specified when using expressions: UpdateExpression and ConditionExpression are null",
    });
  });

  const wrong: readonly [ExpressionInput, string][] = [
    [{ ExpressionAttributeNames: {}, UpdateExpression: "" }, "ExpressionAttributeNames must not be empty"],
    [{ ExpressionAttributeNames: { a: "b" } }, 'ExpressionAttributeNames contains invalid key: Syntax error; key: "a"'],
    [
      { ExpressionAttributeNames: { "#a": "" } },
      "ExpressionAttributeNames contains invalid value: Empty attribute name for key #a",
    ],
    [{ ExpressionAttributeValues: {} }, "ExpressionAttributeValues must not be empty"],
    [
      { ExpressionAttributeValues: { ":a!": { S: "" } } },
      'ExpressionAttributeValues contains invalid key: Syntax error; key: ":a!"',
    ],
    [
      { ExpressionAttributeValues: { ":a": { N: "x" } } },
      "ExpressionAttributeValues contains invalid value: The parameter cannot be converted to a numeric value: x for key :a",
    ],
    [
      { UpdateExpression: "REMOVE a", ExpressionAttributeNames: { "#a": "a", "#b": "b" } },
      "Value provided in ExpressionAttributeNames unused in expressions: keys: {#a, #b}",
    ],
    [
      {
        UpdateExpression: "REMOVE a",
        ConditionExpression: "a = :b",
        ExpressionAttributeValues: { ":b": { S: "" }, ":c": { S: "" } },
      },
      "Value provided in ExpressionAttributeValues unused in expressions: keys: {:c}",
    ],
  ];
  for (const [input, message] of wrong) {
    it(`are refused: ${message.slice(0, 90)}`, () => {
      assert.throws(() => reader.read(input), { name: "ValidationException", message });
    });
  }
});

describe("the parameters before expressions", () => {
  it("of conditions ask the same", () => {
    const item: Item = { a: { S: "abc" }, n: { N: "5" } };
    const asked = (Expected: ExpressionInput["Expected"], ConditionalOperator?: string) => {
      checkOlderParameters({ Expected, ConditionalOperator });
      return reader.read({ Expected, ConditionalOperator }).condition!.matches(item);
    };
    assert.ok(asked({ a: { Value: { S: "abc" } } }));
    assert.ok(!asked({ a: { Value: { S: "ab" }, Exists: true } }));
    assert.ok(asked({ x: { Exists: false } }));
    assert.ok(asked({ n: { ComparisonOperator: "BETWEEN", AttributeValueList: [{ N: "1" }, { N: "5.0" }] } }));
    assert.ok(asked({ x: { ComparisonOperator: "NE", AttributeValueList: [{ S: "" }] } }));
    assert.ok(!asked({ x: { ComparisonOperator: "NOT_CONTAINS", AttributeValueList: [{ S: "" }] } }));
    assert.ok(!asked({ a: { Value: { S: "abc" } }, x: { Value: { S: "" } } }));
    assert.ok(asked({ a: { Value: { S: "abc" } }, x: { Value: { S: "" } } }, "OR"));
  });

  it("of updates do the same", () => {
    const updated = (AttributeUpdates: ExpressionInput["AttributeUpdates"], item: Item = {}) => {
      checkOlderParameters({ AttributeUpdates });
      return reader.read({ AttributeUpdates }).update!.apply(item, {});
    };
    assert.deepEqual(updated({ a: { Value: { N: "1.0" } } }), { a: { N: "1" } });
    assert.deepEqual(updated({ a: { Value: { N: "1" }, Action: "ADD" } }, { a: { N: "2" } }), { a: { N: "3" } });
    assert.deepEqual(updated({ a: { Value: numbers(1), Action: "ADD" } }, { a: numbers(0) }), { a: numbers(0, 1) });
    assert.deepEqual(updated({ a: { Action: "DELETE" } }, { a: { N: "2" } }), {});
    assert.throws(() => updated({ a: { Value: { N: "1" }, Action: "ADD" } }, { a: { S: "" } }), {
      message: "Type mismatch for attribute to update",
    });
  });

  it("of keys name the same ranges", () => {
    const KeyConditions = {
      a: { ComparisonOperator: "EQ", AttributeValueList: [{ S: "x" } as AttributeValue] },
      b: { ComparisonOperator: "BEGINS_WITH", AttributeValueList: [{ S: "y" } as AttributeValue] },
    };
    const { keyCondition } = reader.read({ KeyConditions });
    const schema = [
      { name: "a", type: "S", isHash: true },
      { name: "b", type: "S", isHash: false },
    ] as const;
    assert.deepEqual(toKeyRange(keyCondition!, schema).last, { operator: "BEGINS_WITH", values: [{ S: "y" }] });
  });

  const wrong: readonly [ExpressionInput, string][] = [
    [
      { Expected: { a: { Value: { S: "" }, AttributeValueList: [] } } },
      "One or more parameter values were invalid: Value and AttributeValueList cannot be used together for Attribute: a",
    ],
    [
      { Expected: { a: { Exists: true, ComparisonOperator: "NULL" } } },
      "One or more parameter values were invalid: Exists and ComparisonOperator cannot be used together for Attribute: a",
    ],
    [
      { Expected: { a: {} } },
      "One or more parameter values were invalid: Value must be provided when Exists is null for Attribute: a",
    ],
    [
      { Expected: { a: { Exists: false, Value: { S: "" } } } },
      "One or more parameter values were invalid: Value cannot be used when Exists is false for Attribute: a",
    ],
    [
      { QueryFilter: { a: { ComparisonOperator: "EQ", AttributeValueList: [] } } },
      "One or more parameter values were invalid: Invalid number of argument(s) for the EQ ComparisonOperator",
    ],
    [
      { ScanFilter: { a: { ComparisonOperator: "LT", AttributeValueList: [{ BOOL: true }] } } },
      "One or more parameter values were invalid: ComparisonOperator LT is not valid for BOOL AttributeValue type",
    ],
    [
      { ScanFilter: { a: { ComparisonOperator: "IN", AttributeValueList: [{ S: "" }, { N: "1" }] } } },
      "One or more parameter values were invalid: AttributeValues inside AttributeValueList must be of same type",
    ],
    [
      { ScanFilter: { a: { ComparisonOperator: "BETWEEN", AttributeValueList: [{ N: "2" }, { N: "1" }] } } },
      "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound",
    ],
    [
      { AttributesToGet: ["a", "b", "a"] },
      "One or more parameter values were invalid: Duplicate value in attribute name: a",
    ],
    [
      { AttributeUpdates: { a: { Action: "ADD" } } },
      "One or more parameter values were invalid: Only DELETE action is allowed when no attribute value is specified",
    ],
    [
      { AttributeUpdates: { a: { Action: "ADD", Value: { S: "" } } } },
      "One or more parameter values were invalid: ADD action is not supported for the type S",
    ],
    [{ Expected: {}, ConditionalOperator: "AND" }, "ConditionalOperator cannot be used without Filter or Expected"],
  ];
  for (const [input, message] of wrong) {
    it(`are refused: ${message.slice(0, 120)}`, () => {
      assert.throws(() => checkOlderParameters(input), { name: "ValidationException", message });
    });
  }
});

function used<T>(text: string, placeholders: Record<string, T>): Record<string, T> | undefined {
  const found = Object.entries(placeholders).filter(([name]) => new RegExp(`${name}\\b`).test(text));
  return found.length > 0 ? structuredClone(Object.fromEntries(found)) : undefined;
}

function numbers(...values: number[]): AttributeValue {
  return { L: values.map((value) => ({ N: String(value) })) };
}
