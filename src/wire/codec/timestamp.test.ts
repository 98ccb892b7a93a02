import assert from "node:assert/strict";
import { test } from "node:test";
import { DecodeError } from "./decode-error.ts";
import { formatTimestamp, parseTimestamp } from "./timestamp.ts";

const date = new Date("2024-02-29T12:34:56.789Z");
const whole = new Date("2024-02-29T12:34:56Z");

test("each format, with milliseconds only where they are", () => {
  assert.equal(formatTimestamp(date, "date-time"), "2024-02-29T12:34:56.789Z");
  assert.equal(formatTimestamp(whole, "date-time"), "2024-02-29T12:34:56Z");
  assert.equal(formatTimestamp(date, "epoch-seconds"), "1709210096.789");
  assert.equal(formatTimestamp(whole, "http-date"), "Thu, 29 Feb 2024 12:34:56 GMT");
});

test("any format is read in any place", () => {
  for (const value of [
    "2024-02-29T12:34:56Z",
    "Thu, 29 Feb 2024 12:34:56 GMT",
    "1709210096",
    1709210096,
    "1.709210096E9",
  ]) {
    assert.deepEqual(parseTimestamp(value), whole);
  }
  assert.deepEqual(parseTimestamp("2024-02-29T14:34:56+02:00"), whole);
  assert.deepEqual(parseTimestamp(1709210096.789), date);
});

test("what is no time is refused", () => {
  for (const value of ["yesterday", "", {}, null, true, Number.NaN, 1e300])
    assert.throws(() => parseTimestamp(value), DecodeError);
});
