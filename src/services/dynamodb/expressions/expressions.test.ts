import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { AttributeValue, Item } from "../values/attribute-value.ts";
import type { KeyAttribute } from "../values/check-key.ts";
import { checkScalarKeys, checkUpdatedAttributes } from "./check-attributes.ts";
import { ExpressionReader } from "./expression-reader.ts";

const reader = new ExpressionReader();

describe("conditions", () => {
  const item: Item = {
    a: { S: "hello" },
    n: { N: "5" },
    b: { B: Buffer.from("bytes") },
    aSet: { SS: ["x", "y"] },
    numbers: { NS: ["1", "2"] },
    items1: { L: [{ N: "2" }, { S: "dog" }, { M: { deep: { BOOL: true } } }] },
    aMap: { M: { one: { N: "1" }, "a.b": { S: "dot" } } },
    nothing: { NULL: true },
  };

  const holds: readonly string[] = [
    "a = :hello",
    "(a) = (:hello)",
    "NOT a <> :hello",
    "n BETWEEN :one AND :nine AND a = :hello",
    "a IN (:nine, :hello)",
    "lost <> :hello",
    "lost <> another",
    "attribute_exists(aMap.one) and attribute_not_exists(aMap.two)",
    "attribute_not_exists(items1[9])",
    "items1[2].deep = :yes",
    "aMap.#dotted = :dot",
    "attribute_type(a, :typeS)",
    "begins_with(a, :hel)",
    "begins_with(:hello, a)",
    "contains(aSet, :x) AND contains(numbers, :one) AND contains(items1, :dog) AND contains(a, :ell)",
    "size(a) = n AND size(items1) > :two AND size(aSet) = :two",
    "size(aMap.#dotted) = :three",
    "a = :x OR (n > :two AND NOT (a = :x))",
    "nothing = :null",
    "(items1)[0] = :two",
    "a < :x and a<=:x and n >= :one and n>:one",
  ];
  const fails: readonly string[] = [
    "a = :one",
    "a < :one",
    "lost = :hello",
    "lost = another",
    "lost < :hello",
    "lost IN (:hello)",
    "lost between :one and :nine",
    "size(n) = :one",
    "size(lost) < :nine",
    "size(a) = :hello",
    "contains(a, :one)",
    "contains(lost, :one)",
    "begins_with(n, :hel)",
    "a.x = :hello",
    "items1.deep = :yes",
    "attribute_exists(a[0])",
  ];
  const values: Item = {
    ":hello": { S: "hello" },
    ":hel": { S: "hel" },
    ":ell": { S: "ell" },
    ":x": { S: "x" },
    ":dog": { S: "dog" },
    ":dot": { S: "dot" },
    ":one": { N: "1.0" },
    ":two": { N: "2" },
    ":three": { N: "3" },
    ":nine": { N: "9" },
    ":yes": { BOOL: true },
    ":null": { NULL: true },
    ":typeS": { S: "S" },
  };
  const names = { "#dotted": "a.b" };

  for (const [result, texts] of [
    [true, holds],
    [false, fails],
  ] as const) {
    for (const text of texts) {
      it(`${text} is ${result}`, () => {
        assert.equal(condition(text, used(text, values), used(text, names)).matches(item), result);
        // The text is known now: the second time it is not read.
        assert.equal(condition(text, used(text, values), used(text, names)).matches(item), result);
      });
    }
  }

  it("of an item that is not there look at one without attributes", () => {
    assert.ok(condition("attribute_not_exists(a)").matches(undefined));
    assert.ok(!condition("attribute_exists(toString)").matches({}));
    assert.ok(!condition("a = :hello", { ":hello": { S: "hello" } }).matches(undefined));
  });

  const wrong: readonly [string, string, Item?, Record<string, string>?][] = [
    ["", "The expression can not be empty;"],
    ["  ", "The expression can not be empty;"],
    ["whatever", 'Syntax error; token: "<EOF>", near: "whatever"'],
    ["a = = :v", 'Syntax error; token: "=", near: "= = :v"'],
    ["_hidden = :v", 'Syntax error; token: "_", near: "_hidden"'],
    ["attribute_exists([1])", 'Syntax error; token: "[", near: "([1"'],
    ["a > 4", 'Syntax error; token: "4", near: "> 4"'],
    ["a AND :v", 'Syntax error; token: "AND", near: "a AND :v"'],
    ["a IN ()", 'Syntax error; token: ")", near: "()"'],
    ["things are not gonna be ok", 'Syntax error; token: "are", near: "things are not"'],
    ["(size(a))[0] > a", 'Syntax error; token: "[", near: ")[0"'],
    ["((a = b))", "The expression has redundant parentheses;"],
    ["((a)) = b", "The expression has redundant parentheses;"],
    ["f(a) = b", "Invalid function name; function: f"],
    ["contains(a, b) = c", "The function is not allowed to be used this way in an expression; function: contains"],
    [
      "if_not_exists(a, b)",
      "The function is not allowed to be used this way in an expression; function: if_not_exists",
    ],
    ["size(a)", "The function is not allowed to be used this way in an expression; function: size"],
    [
      "size(contains(a, b)) = a",
      "The function is not allowed to be used this way in an expression; function: contains",
    ],
    ["abOrt = :v", "Attribute name is a reserved keyword; reserved keyword: abOrt"],
    ["a.status = :v", "Attribute name is a reserved keyword; reserved keyword: status"],
    ["#x = :v", "An expression attribute name used in the document path is not defined; attribute name: #x"],
    ["a = :v", "An expression attribute value used in expression is not defined; attribute value: :v"],
    [
      "attribute_exists(a, b)",
      "Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands: 2",
    ],
    [
      "contains(a.b[1], a.b[1])",
      "The first operand must be distinct from the remaining operands for this operator or function; operator: contains, first operand: [a, b, [1]]",
    ],
    [
      "attribute_exists(:v)",
      "Operator or function requires a document path; operator or function: attribute_exists",
      { ":v": { S: "" } },
    ],
    [
      "begins_with(a, :v)",
      "Incorrect operand type for operator or function; operator or function: begins_with, operand type: N",
      { ":v": { N: "1" } },
    ],
    [
      "a < :v",
      "Incorrect operand type for operator or function; operator or function: <, operand type: BOOL",
      { ":v": { BOOL: true } },
    ],
    [
      "attribute_type(a, b)",
      "Incorrect operand type for operator or function; operator or function: attribute_type, operand type: {NS,SS,L,BS,N,M,B,BOOL,NULL,S}",
    ],
    [
      "attribute_type(a, :v)",
      "Invalid attribute type name found; type: DOG, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}",
      { ":v": { S: "DOG" } },
    ],
    [
      "size(:v) = a",
      "Incorrect operand type for operator or function; operator or function: size, operand type: N",
      { ":v": { N: "1" } },
    ],
    [
      "a between :v and :w",
      "The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:1}, upper bound operand: AttributeValue: {S:a}",
      { ":v": { N: "1" }, ":w": { S: "a" } },
    ],
    [
      "a between :v and :w",
      "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {S:b}, upper bound operand: AttributeValue: {S:a}",
      { ":v": { S: "b" }, ":w": { S: "a" } },
    ],
    [`${"not ".repeat(301)}a = b`, "The expression contains too many operators; operator count: 301"],
    [`a = b${" or a = b".repeat(200)}`, "The expression contains too many operators; operator count: 301"],
    [`${"(".repeat(2046)}a=b${")".repeat(2046)}`, "The expression has redundant parentheses;"],
    [`a = ${"b".repeat(4093)}`, "Expression size has exceeded the maximum allowed size; expression size: 4097"],
    [`a${".b".repeat(32)} = c`, "The document path has too many nesting levels; nesting levels: 33"],
    ["a[99999999999999] = c", "List index is not within the allowable range; index: [99999999999999]"],
  ];
  for (const [text, message, values, names] of wrong) {
    it(`${text.slice(0, 40)} is refused`, () => {
      assert.throws(() => condition(text, values, names), {
        name: "ValidationException",
        message: `Invalid ConditionExpression: ${message}`,
      });
    });
  }

  it("may have 299 operators, nested as they can be", () => {
    const text = `a<b ${"or (a<b ".repeat(149)}${")".repeat(149)}`;
    assert.ok(condition(text).matches({ a: { N: "1" }, b: { N: "2" } }));
  });
});

describe("projections", () => {
  const item: Item = {
    a: { S: "1" },
    b: { M: { b: { S: "2" }, c: { L: [{ N: "0" }, { N: "1" }] }, d: { S: "3" } } },
    c: { L: [{ M: { a: { S: "x" }, z: { S: "" } } }, { S: "one" }, { S: "two" }] },
  };

  it("take the parts of an item that are asked for, lists in their order", () => {
    assert.deepEqual(projection("b.c[1], c[2], b.b, c[1], c[0].a").of(item), {
      b: { M: { c: { L: [{ N: "1" }] }, b: { S: "2" } } },
      c: { L: [{ M: { a: { S: "x" } } }, { S: "one" }, { S: "two" }] },
    });
    assert.deepEqual(projection("a, lost, b.lost, c[7]").of(item), { a: { S: "1" } });
    assert.deepEqual(projection("toString").of(item), {});
  });

  const wrong: readonly [string, string, Record<string, string>?][] = [
    ["!!", 'Syntax error; token: "!", near: "!!"'],
    ["a,", 'Syntax error; token: "<EOF>", near: ","'],
    ["a[-1]", 'Syntax error; token: "-", near: "[-1"'],
    ["a, abort", "Attribute name is a reserved keyword; reserved keyword: abort"],
    ["#a", "An expression attribute name used in the document path is not defined; attribute name: #a"],
    [
      "a.b, a",
      "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a]",
    ],
    [
      "a.b, a[1]",
      "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a, [1]]",
    ],
  ];
  for (const [text, message] of wrong) {
    it(`${text} is refused`, () => {
      assert.throws(() => projection(text), { message: `Invalid ProjectionExpression: ${message}` });
    });
  }
});

describe("updates", () => {
  const key = { k: { S: "key" } };
  const done: readonly [string, Item, Item, Item?, Record<string, string>?][] = [
    ["set a = :v", {}, { a: { S: "v" } }, { ":v": { S: "v" } }],
    ["SET a = b, b = a", { a: { N: "1" }, b: { N: "2" } }, { a: { N: "2" }, b: { N: "1" } }],
    ["REMOVE a SET b = a", { a: { N: "1" } }, { b: { N: "1" } }],
    ["SET a = a + :v", { a: { N: "0.1" } }, { a: { N: "0.3" } }, { ":v": { N: "0.2" } }],
    ["SET a = (a - :v)", { a: { N: "1" } }, { a: { N: "-1" } }, { ":v": { N: "2" } }],
    ["SET a = if_not_exists(a, :v) + :v", {}, { a: { N: "4" } }, { ":v": { N: "2" } }],
    [
      "SET a = list_append(if_not_exists(a, :v), :v)",
      {},
      { a: { L: [{ S: "" }, { S: "" }] } },
      { ":v": { L: [{ S: "" }] } },
    ],
    ["SET a.b = :v REMOVE a.c", { a: { M: { c: { S: "" } } } }, { a: { M: { b: { S: "v" } } } }, { ":v": { S: "v" } }],
    [
      "REMOVE a[1] SET a[3] = :v",
      { a: numbers(2, 3, 4, 5, 6, 7) },
      { a: numbers(2, 4, 17, 6, 7) },
      { ":v": { N: "17" } },
    ],
    [
      "SET a[84] = :a, a[37] = :b, a[17] = :c",
      { a: numbers(0) },
      { a: numbers(0, 3, 2, 1) },
      { ":a": { N: "1" }, ":b": { N: "2" }, ":c": { N: "3" } },
    ],
    ["REMOVE a[17], b[0]", { a: numbers(1), b: numbers(1) }, { a: numbers(1), b: numbers() }],
    ["ADD a :v, b :s", {}, { a: { N: "5" }, b: { SS: ["x"] } }, { ":v": { N: "5" }, ":s": { SS: ["x"] } }],
    ["ADD b :s", { b: { SS: ["x", "y"] } }, { b: { SS: ["x", "y", "z"] } }, { ":s": { SS: ["y", "z"] } }],
    [
      "DELETE b :s, c :s, d.e :s",
      { b: { SS: ["x", "y"] }, d: { M: { e: { SS: ["x"] } } } },
      { b: { SS: ["y"] }, d: { M: {} } },
      { ":s": { SS: ["x"] } },
    ],
    ["SET #p = :v", {}, JSON.parse('{"__proto__":{"S":"v"}}') as Item, { ":v": { S: "v" } }, { "#p": "__proto__" }],
  ];
  for (const [text, before, after, values, names] of done) {
    it(text, () => {
      const item = { ...key, ...before };
      const copy = structuredClone(item);
      const updated = update(text, values, names).apply(item, key);
      assert.deepEqual(updated, { ...key, ...after });
      assert.deepEqual(Object.keys(updated).sort(), Object.keys({ ...key, ...after }).sort());
      assert.deepEqual(item, copy, "the item before has been changed");
    });
  }

  it("make an item of its key where there is none, and remove nothing from it", () => {
    assert.deepEqual(update("REMOVE x.y, z[0]").apply(undefined, key), key);
    assert.deepEqual(update("ADD a :v", { ":v": { N: "1" } }).apply(undefined, key), { ...key, a: { N: "1" } });
    assert.deepEqual([update("REMOVE x").makesItem, update("SET x = y").makesItem], [false, true]);
  });

  it("say what they have touched", () => {
    const touching = update("SET a.b = :v, c[1] = :v REMOVE d", { ":v": { S: "v" } });
    const item = { a: { M: { b: { S: "v" }, x: { S: "" } } }, c: numbers(0, 1, 2), e: { S: "" } };
    assert.deepEqual(touching.touched(item), { a: { M: { b: { S: "v" } } }, c: numbers(1) });
  });

  const misfits: readonly [string, string][] = [
    ["SET b = lost", "The provided expression refers to an attribute that does not exist in the item"],
    ["SET b = lost + n", "The provided expression refers to an attribute that does not exist in the item"],
    ["SET b = s + n", "An operand in the update expression has an incorrect data type"],
    ["SET b = list_append(s, l)", "An operand in the update expression has an incorrect data type"],
    ["ADD s :n", "An operand in the update expression has an incorrect data type"],
    ["DELETE s :set", "An operand in the update expression has an incorrect data type"],
    ["SET s.x = :n", "The document path provided in the update expression is invalid for update"],
    ["SET l.x = :n", "The document path provided in the update expression is invalid for update"],
    ["SET m[0] = :n", "The document path provided in the update expression is invalid for update"],
    ["REMOVE lost.x", "The document path provided in the update expression is invalid for update"],
  ];
  for (const [text, message] of misfits) {
    it(`${text} does not fit`, () => {
      const values: Item = { ":n": { N: "1" }, ":set": { SS: ["a"] } };
      const item: Item = { s: { S: "text" }, n: { N: "1" }, l: { L: [] }, m: { M: {} } };
      assert.throws(() => update(text, used(text, values)).apply(item, key), { name: "ValidationException", message });
    });
  }

  const wrong: readonly [string, string, Item?, Record<string, string>?][] = [
    ["INVALID SYNTAX HERE", 'Syntax error; token: "INVALID", near: "INVALID SYNTAX"'],
    ["SET _123 = :v", 'Syntax error; token: "_", near: "SET _123"'],
    ["ADD hits : incr", 'Syntax error; token: ":", near: "hits : incr"'],
    ["SET a = b,", 'Syntax error; token: "<EOF>", near: ","'],
    ["set a = b + c + d", 'Syntax error; token: "+", near: "c + d"'],
    ["set a = (b.c)[0] + e", 'Syntax error; token: "[", near: ")[0"'],
    ["set c = if_not_exists(c, :v+:w)", 'Syntax error; token: "+", near: ":v+:w"'],
    [" set #c = :c set abOrt = true ", "Attribute name is a reserved keyword; reserved keyword: abOrt"],
    ["set #c = if_not_exist(:c) set c = d", "Invalid function name; function: if_not_exist"],
    ["set a = #c set c = :d", 'The "SET" section can only be used once in an update expression;'],
    [
      "SET #c = if_not_exists(:c)",
      "An expression attribute name used in the document path is not defined; attribute name: #c",
    ],
    [
      "SET a = if_not_exists(:c)",
      "An expression attribute value used in expression is not defined; attribute value: :c",
    ],
    [
      "set d[1] = a, d.b = a, c[1].a = a, #c = if_not_exists(a)",
      "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [c, [1], a], path two: [c]",
      undefined,
      { "#c": "c" },
    ],
    [
      "set #c[3].#d = a, #c.#d[3] = if_not_exists(a)",
      "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [c, [3], [3]], path two: [c, [3], [3]]",
      undefined,
      { "#c": "c", "#d": "[3]" },
    ],
    [
      "set b = list_append(:a, a), c = if_not_exists(a) add a.b :a",
      "Incorrect operand type for operator or function; operator: ADD, operand type: STRING",
      { ":a": { S: "a" } },
    ],
    [
      "delete a.b :a",
      "Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER",
      { ":a": { N: "1" } },
    ],
    [
      "set a = list_append(c)",
      "Incorrect number of operands for operator or function; operator or function: list_append, number of operands: 1",
    ],
    [
      "set a = if_not_exists(if_not_exists(a, b), c)",
      "Operator or function requires a document path; operator or function: if_not_exists",
    ],
    [
      "set a = list_append(list_append(a, b), c)",
      "The function is not allowed to be used this way in an expression; function: list_append",
    ],
    [
      "set a = a - :b",
      "Incorrect operand type for operator or function; operator or function: -, operand type: S",
      { ":b": { S: "" } },
    ],
  ];
  for (const [text, message, values, names] of wrong) {
    it(`${text} is refused`, () => {
      assert.throws(() => update(text, values, names), { message: `Invalid UpdateExpression: ${message}` });
    });
  }

  it("may not write keys, nor look into them", () => {
    const schema: readonly KeyAttribute[] = [{ name: "k", type: "S", isHash: true }];
    const indexes = [{ indexName: "i", key: [{ name: "c", type: "S", isHash: true }] }] as const;
    const n = { ":n": { N: "1" } };
    assert.throws(() => checkUpdatedAttributes(update("ADD k.b :n", n), schema, indexes), {
      message:
        "One or more parameter values were invalid: Cannot update attribute k. This attribute is part of the key",
    });
    assert.throws(() => checkUpdatedAttributes(update("SET e = b, c = a + :n", n), schema, indexes), {
      message:
        "One or more parameter values were invalid: Type mismatch for Index Key c Expected: S Actual: N IndexName: i",
    });
    assert.throws(() => checkUpdatedAttributes(update("SET c.d = :n", n), schema, indexes), {
      message:
        "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: IndexKey: c",
    });
    assert.throws(() => checkScalarKeys([["k", 1]], schema, indexes), { message: /not allowed: Key: k$/ });
    checkUpdatedAttributes(update("SET c = :s", { ":s": { S: "" } }), schema, indexes);
  });
});

function condition(text: string, values?: Item, names?: Record<string, string>) {
  return reader.read({
    ConditionExpression: text,
    ExpressionAttributeValues: values,
    ExpressionAttributeNames: names,
  }).condition!;
}

function projection(text: string) {
  return reader.read({ ProjectionExpression: text }).projection!;
}

function update(text: string, values?: Item, names?: Record<string, string>) {
  return reader.read({
    UpdateExpression: text,
    ExpressionAttributeValues: values,
    ExpressionAttributeNames: names,
  }).update!;
}

function used<T>(text: string, placeholders: Record<string, T>): Record<string, T> | undefined {
  const found = Object.entries(placeholders).filter(([name]) => new RegExp(`${name}\\b`).test(text));
  return found.length > 0 ? structuredClone(Object.fromEntries(found)) : undefined;
}

function numbers(...values: number[]): AttributeValue {
  return { L: values.map((value) => ({ N: String(value) })) };
}
