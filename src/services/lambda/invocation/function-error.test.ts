import assert from "node:assert/strict";
import { test } from "node:test";
import { readFunctionError } from "./function-error.ts";

test("a function's report of its failure is read as far as it is one", () => {
  const read = (text: string) => readFunctionError(Buffer.from(text));
  assert.deepEqual(read('{"errorType":"A","errorMessage":"b","stackTrace":[]}'), {
    errorType: "A",
    errorMessage: "b",
  });
  for (const other of ["", "oops", "null", "[]", "1", '"text"', '{"errorType":{}}']) assert.deepEqual(read(other), {});
});
