import assert from "node:assert/strict";
import { test } from "node:test";
import { jsonComplaint } from "./json-complaint.ts";

const where = (column: number) =>
  `\n at [Source: REDACTED (\`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION\` disabled); line: 1, column: ${column}]`;
const values = "JSON String, Number, Array, Object or token 'null', 'true' or 'false'";

test("JSON of any kind is let through", () => {
  for (const text of ["null", "1", '"é"', "[]", ' {"a": "😀"} ']) {
    assert.equal(jsonComplaint(Buffer.from(text)), undefined, text);
  }
});

test("bytes that are no UTF-8 are not JSON, even within a string", () => {
  assert.equal(jsonComplaint(Buffer.from('"n\x87r"', "latin1")), `Invalid UTF-8 start byte 0x87${where(3)}`);
  assert.equal(jsonComplaint(Buffer.from('"é\x99"', "latin1"))?.startsWith("Invalid UTF-8 start byte 0xe9"), true);
  const first = jsonComplaint(Buffer.from("\x99\xeb", "latin1"));
  assert.equal(first, `Unexpected character ((CTRL-CHAR, code 153)): expected a valid value (${values})${where(1)}`);
  const late = Buffer.concat([Buffer.from(`"${"a".repeat(100_000)}`), Buffer.from([0x87, 0x22])]);
  assert.match(jsonComplaint(late) ?? "", /^Invalid UTF-8\n/);
});

test("a word that is no value is named", () => {
  assert.equal(jsonComplaint(Buffer.from("hello")), `Unrecognized token 'hello': was expecting (${values})${where(6)}`);
  assert.match(jsonComplaint(Buffer.from('{"a":')) ?? "", /JSON/);
});
