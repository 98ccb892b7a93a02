import assert from "node:assert/strict";
import { test } from "node:test";
import { parseJson } from "./json.ts";

test("a large body is one of long texts, not of many values", () => {
  const long = 'A\\"\\\\'.repeat(1_000_000);
  assert.deepEqual(parseJson(Buffer.from(`{"a":"${long}","b":[1]}`)), { a: 'A"\\'.repeat(1_000_000), b: [1] });
  for (const unit of ["{},", "[", '"",', "1,", '{"a":']) {
    const body = Buffer.from(`{"a":[${unit.repeat(5_000_000 / unit.length)}`);
    assert.throws(() => parseJson(body), /too many values/, unit);
  }
});
