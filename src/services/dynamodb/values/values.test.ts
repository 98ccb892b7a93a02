import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toItemJson } from "../items/item-json.ts";
import type { AttributeValue, Item } from "./attribute-value.ts";
import { attributeOf, setAttribute } from "./attribute-value.ts";
import { checkItemKeys, checkKey, type KeyAttribute } from "./check-key.ts";
import { checkItem, checkValue, nestingOf } from "./check-value.ts";
import { compareValues, equalValues } from "./compare-values.ts";
import { decodeItem, encodeItem } from "./item-bytes.ts";
import { ItemReader } from "./item-reader.ts";
import { itemSize, valueSize } from "./item-size.ts";
import { keyBytes } from "./key-bytes.ts";
import { addNumbers, compareNumbers, normalizeNumber, subtractNumbers } from "./number.ts";

const ascending = [
  "-9.9999999999999999999999999999999999999E+125",
  "-1e125",
  "-123.45",
  "-123.4",
  "-100",
  "-12",
  "-1.5",
  "-1.23",
  "-1.2",
  "-1",
  "-0.99",
  "-1e-130",
  "0",
  "1e-130",
  "0.001",
  "0.0011",
  "0.1",
  "1",
  "1.01",
  "1.1",
  "9",
  "9.5",
  "10",
  "12",
  "99",
  "100",
  "123456789012345678901234567890.12345678",
  "1e125",
];

describe("numbers", () => {
  it("have one text each", () => {
    const texts: Record<string, string> = {
      "00042": "42",
      "-0": "0",
      "0e5": "0",
      "1.50": "1.5",
      "1.5E2": "150",
      "+3": "3",
      ".123": "0.123",
      "-17.4E37": `-174${"0".repeat(36)}`,
      "100": "100",
      "1e-3": "0.001",
      "-0.0100": "-0.01",
      "12345678901234567890": "12345678901234567890",
      "0.1e126": `1${"0".repeat(125)}`,
    };
    for (const [text, canonical] of Object.entries(texts)) assert.equal(normalizeNumber(text), canonical, text);
  });

  it("that are none, or beyond the limits, get AWS's words", () => {
    for (const text of ["NaN", "Infinity", "dog", "-", "", " 1", "1 ", "1e", ".", "1.2.3", "0x1", "1e2147483648"])
      assert.throws(() => normalizeNumber(text), { message: /^The parameter cannot be converted/ });
    for (const text of ["1e126", "-11e125", "1.0e100000000"])
      assert.throws(() => normalizeNumber(text), { message: /^Number overflow\. .* larger than supported range$/ });
    for (const text of ["1e-131", "0.9e-130"])
      assert.throws(() => normalizeNumber(text), { message: /^Number underflow\. .* smaller than supported range$/ });
    assert.throws(() => normalizeNumber("3.14159265358979323846264338327950288419"), {
      message: "Attempting to store more than 38 significant digits in a Number",
    });
    assert.equal(normalizeNumber(`${"9".repeat(38)}`), "9".repeat(38));
  });

  it("are added exactly", () => {
    assert.equal(addNumbers("0.1", "0.2"), "0.3");
    assert.equal(addNumbers("1", "10000000000000000000000"), "10000000000000000000001");
    assert.equal(subtractNumbers("10000000000000000000000", "1"), "9999999999999999999999");
    assert.equal(addNumbers("999999999999999", "999999999999999"), "1999999999999998");
    assert.equal(subtractNumbers("5", "5"), "0");
    assert.equal(subtractNumbers("0", "-1.5"), "1.5");
    assert.equal(subtractNumbers("-1.5", "0"), "-1.5");
    const huge = normalizeNumber("9e125");
    assert.throws(() => addNumbers(huge, huge), { message: /^Number overflow/ });
    assert.throws(() => addNumbers(normalizeNumber("1e50"), "1"), { message: /^Number overflow/ });
    assert.equal(addNumbers(huge, `-${huge}`), "0");
  });

  it("have the order of their values, as numbers and as bytes of keys", () => {
    const canonical = ascending.map(normalizeNumber);
    for (const [a, left] of canonical.entries()) {
      for (const [b, right] of canonical.entries()) {
        const order = Math.sign(a - b);
        assert.equal(Math.sign(compareNumbers(left, right)), order, `${left} and ${right}`);
        assert.equal(Buffer.compare(keyBytes({ N: left }), keyBytes({ N: right })), order, `${left} and ${right}`);
      }
    }
  });
});

describe("values", () => {
  it("that AWS refuses get its words", () => {
    const wrong: [AttributeValue | object, string][] = [
      [{}, "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"],
      [
        { S: "a", N: "1" },
        "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
      ],
      [
        { NULL: false },
        "One or more parameter values were invalid: Null attribute value types must have the value of true",
      ],
      [{ SS: [] }, "One or more parameter values were invalid: An string set  may not be empty"],
      [{ NS: [] }, "One or more parameter values were invalid: An number set  may not be empty"],
      [{ BS: [] }, "One or more parameter values were invalid: Binary sets should not be empty"],
      [{ SS: ["a", "a"] }, "One or more parameter values were invalid: Input collection [a, a] contains duplicates."],
      [{ M: { "": { S: "a" } } }, "One or more parameter values were invalid: Empty attribute name"],
      [{ NS: ["1", "1.0"] }, "Input collection contains duplicates"],
      [
        { BS: [Buffer.from("b"), Buffer.from("b")] },
        "One or more parameter values were invalid: Input collection [Yg==, Yg==]of type BS contains duplicates.",
      ],
      [{ M: { a: { L: [{ N: "b" }] } } }, "The parameter cannot be converted to a numeric value: b"],
    ];
    for (const [value, message] of wrong)
      assert.throws(() => checkValue(value as AttributeValue), { name: "ValidationException", message });
  });

  it("may be nested 32 levels deep, the item's own being the first", () => {
    checkValue(nested(31));
    assert.equal(nestingOf(nested(31)), 31);
    assert.throws(() => checkValue(nested(32)), {
      message:
        "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit",
    });
  });

  it("get the canonical texts of their numbers", () => {
    const item: Item = { a: { N: "1.0" }, b: { NS: ["01", "2e1"] }, c: { L: [{ M: { d: { N: "+5" } } }] } };
    checkItem(item);
    assert.deepEqual(item, { a: { N: "1" }, b: { NS: ["1", "20"] }, c: { L: [{ M: { d: { N: "5" } } }] } });
  });

  it("are counted as AWS counts them", () => {
    checkItem({ a: { S: "x".repeat(400 * 1024 - 1) } });
    assert.throws(() => checkItem({ a: { S: "x".repeat(400 * 1024) } }), {
      message: "Item size has exceeded the maximum allowed size",
    });
    const sizes: [AttributeValue, number][] = [
      [{ S: "é" }, 2],
      [{ N: "0" }, 1],
      [{ N: "1" }, 2],
      [{ N: "12" }, 2],
      [{ N: "123" }, 3],
      [{ N: "-12" }, 3],
      [{ N: "0.5" }, 2],
      [{ B: Buffer.from([1, 2, 3]) }, 3],
      [{ BOOL: true }, 1],
      [{ NULL: true }, 1],
      [{ SS: ["ab", "c"] }, 3],
      [{ L: [] }, 3],
      [{ L: [{ S: "a" }] }, 5],
      [{ M: { a: { S: "b" } } }, 6],
    ];
    for (const [value, size] of sizes) assert.equal(valueSize(value), size, JSON.stringify(value));
    assert.equal(itemSize({ name: { S: "abc" } }), 7);
  });

  it("are compared within their type only, strings by their code points", () => {
    assert.ok(compareValues({ S: "a" }, { S: "b" })! < 0);
    assert.ok(compareValues({ S: "a" }, { S: "aa" })! < 0);
    assert.ok(compareValues({ S: "\uff5e" }, { S: "\u{1f600}" })! < 0);
    assert.ok(compareValues({ B: Buffer.from([255]) }, { B: Buffer.from([1, 1]) })! > 0);
    assert.equal(compareValues({ S: "1" }, { N: "1" }), undefined);
    assert.equal(compareValues({ BOOL: true }, { BOOL: true }), undefined);
    const [left, right] = [
      { M: { a: { SS: ["x", "y"] }, b: { L: [{ N: "1" }, { NULL: true }] } } },
      { M: { b: { L: [{ N: "1" }, { NULL: true }] }, a: { SS: ["y", "x"] } } },
    ] as AttributeValue[];
    assert.ok(equalValues(left!, right!));
    assert.ok(!equalValues({ L: [{ N: "1" }] }, { L: [{ N: "1" }, { N: "2" }] }));
    assert.ok(!equalValues({ M: { constructor: { S: "" } } }, { M: { a: { S: "" } } }));
    assert.ok(!equalValues({ M: { a: { S: "" } } }, { M: { constructor: { S: "" } } }));
  });
});

describe("keys", () => {
  const schema: readonly KeyAttribute[] = [
    { name: "a", type: "S", isHash: true },
    { name: "b", type: "B", isHash: false },
  ];

  it("have the attributes of the schema and no other", () => {
    checkKey({ a: { S: "x" }, b: { B: Buffer.from("y") } }, schema);
    for (const key of [
      {},
      { a: { S: "x" } },
      { a: { S: "x" }, c: { B: Buffer.from("y") } },
      { a: { S: "x" }, b: { S: "y" } },
    ])
      assert.throws(() => checkKey(key as Item, schema), {
        message: "The provided key element does not match the schema",
      });
    assert.throws(() => checkKey({ a: { S: "" }, b: { B: Buffer.from("y") } }, schema), {
      message:
        "One or more parameter values were invalid: The AttributeValue for a key attribute cannot contain an empty string value. Key: a",
    });
    assert.throws(() => checkKey({ a: { S: "x".repeat(2049) }, b: { B: Buffer.from("y") } }, schema), {
      message:
        "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes",
    });
  });

  it("of an item are there, those of indexes have their types", () => {
    assert.throws(() => checkItemKeys({ a: { S: "x" } }, schema, []), {
      message: "One or more parameter values were invalid: Missing the key b in the item",
    });
    assert.throws(() => checkItemKeys({ a: { N: "1" }, b: { B: Buffer.from("y") } }, schema, []), {
      message: "One or more parameter values were invalid: Type mismatch for key a expected: S actual: N",
    });
    assert.throws(() => checkItemKeys({ a: { S: "x" }, b: { B: Buffer.alloc(1025) } }, schema, []), {
      message:
        "One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes",
    });
    const index = { indexName: "i", key: [{ name: "c", type: "N", isHash: true }] } as const;
    const key = { a: { S: "x" }, b: { B: Buffer.from("y") } };
    checkItemKeys(key, schema, [index]);
    assert.throws(() => checkItemKeys({ ...key, c: { S: "1" } }, schema, [index]), {
      message:
        "One or more parameter values were invalid: Type mismatch for Index Key c Expected: N Actual: S IndexName: i",
    });
  });
});

describe("stored items", () => {
  it("come back as they were, with any names", () => {
    const item: Item = {
      constructor: { S: "" },
      text: { S: `é${"long ".repeat(100)}` },
      short: { S: "ünï" },
      number: { N: "-1.5" },
      bytes: { B: Buffer.from([0, 255]) },
      yes: { BOOL: true },
      no: { BOOL: false },
      nothing: { NULL: true },
      map: { M: { toString: { L: [{ N: "1" }, { M: {} }] } } },
      strings: { SS: ["a", "b"] },
      numbers: { NS: ["1", "2"] },
      blobs: { BS: [Buffer.from("x")] },
      large: { B: Buffer.alloc(20_000, 7) },
    };
    setAttribute(item, "__proto__", { S: "own" });
    const back = decodeItem(encodeItem(item));
    assert.deepEqual(Object.keys(back), Object.keys(item));
    assert.deepEqual(back, item);
    assert.deepEqual(attributeOf(back, "__proto__"), { S: "own" });
    assert.equal(attributeOf({}, "constructor"), undefined);
    const read = () => new ItemReader(encodeItem(item));
    assert.deepEqual(JSON.parse(read().json()), JSON.parse(toItemJson(item)));
    assert.deepEqual(read().some(new Set(["map", "large", "constructor", "lacking"])), {
      constructor: item.constructor,
      map: item.map,
      large: item.large,
    });
    // The largest text counts as two bytes more than it has, the bytes as one.
    const texts = encodeItem({
      key: { S: "k" },
      range: { N: "12" },
      a: { S: "x".repeat(200) },
      b: { B: Buffer.alloc(50) },
    });
    assert.equal(new ItemReader(texts).weight("range"), 2 + (1 + 2) + (202 + 1) + (51 + 1) + (18 + 2));
  });

  it("that are cut off or none are refused", () => {
    const bytes = encodeItem({ a: { S: "x".repeat(100) }, b: { L: [{ N: "1" }] } });
    for (let end = 0; end < bytes.length; end++)
      assert.throws(() => decodeItem(bytes.subarray(0, end)), /no stored item/);
    assert.throws(() => decodeItem(Buffer.from([1, 1, 97, 99])), /no stored item/);
  });
});

function nested(levels: number): AttributeValue {
  let value: AttributeValue = { S: "leaf" };
  for (let level = 0; level < levels; level++) value = level % 2 ? { M: { a: value } } : { L: [value] };
  return value;
}
