import assert from "node:assert/strict";
import { test } from "node:test";
import { startSquall } from "../../test/support/squall.ts";

test("a page that asks what is there gets the absence as an answer, and everybody else as AWS gives it", async () => {
  await using squall = await startSquall();
  const ask = async (headers: Record<string, string>) => {
    const response = await fetch(`${squall.endpoint}/2015-03-31/functions/none`, { headers });
    return [
      response.status,
      response.headers.get("x-squall-status"),
      ((await response.json()) as { Type?: string }).Type,
    ];
  };
  assert.deepEqual(await ask({}), [404, null, "User"]);
  assert.deepEqual(await ask({ "x-squall-quiet": "404,501" }), [200, "404", "User"]);
  assert.deepEqual(await ask({ "x-squall-quiet": "501" }), [404, null, "User"]);
});
