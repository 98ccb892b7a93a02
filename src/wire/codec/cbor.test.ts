import assert from "node:assert/strict";
import { test } from "node:test";
import { readCbor } from "./cbor-reader.ts";
import { BinaryDouble, writeCbor } from "./cbor-writer.ts";
import { DecodeError } from "./decode-error.ts";

/** The examples of RFC 8949, appendix A, that rpc-v2-cbor may use. */
const examples: readonly (readonly [hex: string, value: unknown])[] = [
  ["00", 0],
  ["17", 23],
  ["1818", 24],
  ["1903e8", 1000],
  ["1a000f4240", 1000000],
  ["1b000000e8d4a51000", 1000000000000],
  ["1bffffffffffffffff", 18446744073709551615n],
  ["c249010000000000000000", 18446744073709551616n],
  ["3bffffffffffffffff", -18446744073709551616n],
  ["c349010000000000000000", -18446744073709551617n],
  ["20", -1],
  ["3903e7", -1000],
  ["f90000", 0],
  ["f93c00", 1],
  ["f93e00", 1.5],
  ["f97bff", 65504],
  ["f90001", 2 ** -24],
  ["f90400", 2 ** -14],
  ["f9c400", -4],
  ["fa47c35000", 100000],
  ["fb3ff199999999999a", 1.1],
  ["f97c00", Number.POSITIVE_INFINITY],
  ["f97e00", Number.NaN],
  ["f4", false],
  ["f5", true],
  ["f6", null],
  ["f7", null],
  ["c11a514b67b0", new Date("2013-03-21T20:04:00Z")],
  ["c1fb41d452d9ec200000", new Date("2013-03-21T20:04:00.500Z")],
  ["4401020304", Buffer.from([1, 2, 3, 4])],
  ["62c3bc", "ü"],
  ["64f0908591", "\ud800\udd51"],
  ["83010203", [1, 2, 3]],
  ["a26161016162820203", { a: 1, b: [2, 3] }],
  ["5f42010243030405ff", Buffer.from([1, 2, 3, 4, 5])],
  ["7f657374726561646d696e67ff", "streaming"],
  ["9fff", []],
  ["9f018202039f0405ffff", [1, [2, 3], [4, 5]]],
  ["bf61610161629f0203ffff", { a: 1, b: [2, 3] }],
];

test("reads every kind of item, of definite and indefinite length", () => {
  for (const [hex, value] of examples) assert.deepEqual(readCbor(Buffer.from(hex, "hex")), value, hex);
});

test("what is written is read as the same value", () => {
  const value = {
    text: "é".repeat(300),
    short: "ü",
    numbers: [0, -1, 23, 24, 255, 256, 65535, 65536, 4294967295, 4294967296, 1e15, -1e15, 0.5, -0, Number.NaN],
    big: [2n ** 63n, -(2n ** 63n), 2n ** 70n, -(2n ** 70n)],
    bytes: Buffer.alloc(700, 7),
    date: new Date(1709210096789),
    nested: { yes: true, no: false, nothing: null, list: [] },
  };
  assert.deepEqual(readCbor(writeCbor({ ...value, left: undefined })), value);
});

test("what is cut short, lies about its length or goes too deep is refused", () => {
  const whole = writeCbor({ a: ["text", 1.5, Buffer.alloc(3)], date: new Date(0) });
  for (let length = 1; length < whole.length; length++) {
    assert.throws(() => readCbor(whole.subarray(0, length)), DecodeError, `${length} bytes`);
  }
  for (const hex of [
    "9b00ffffffffffffff",
    "7affffffff",
    "bb7fffffffffffffff",
    "1c",
    "ff",
    "f8ff",
    "a10101",
    "5f6161ff",
    "0000",
  ]) {
    assert.throws(() => readCbor(Buffer.from(hex, "hex")), DecodeError, hex);
  }
  assert.throws(() => readCbor(Buffer.alloc(100_000, 0x81)), DecodeError);
});

test("names are told apart, also where their hashes share a slot, and are not only ASCII", () => {
  const names = Array.from({ length: 5000 }, (_, index) => `name${index}${index % 7 ? "" : "é"}`);
  const value = Object.fromEntries(names.map((name, index) => [name, index]));
  assert.deepEqual(readCbor(writeCbor(value)), value);
  assert.deepEqual(Object.keys(readCbor(Buffer.from("a1695f5f70726f746f5f5f01", "hex")) as object), ["__proto__"]);
});

test("an empty body is an empty input", () => {
  assert.deepEqual(readCbor(Buffer.alloc(0)), {});
});

test("a whole double stays a float", () => {
  assert.equal(writeCbor([new BinaryDouble(10)]).toString("hex"), "9ffb4024000000000000ff");
});
