import assert from "node:assert/strict";
import { test } from "node:test";
import { openLambda, wholeFile } from "../../../../test/support/lambda.ts";
import type { ServiceHost } from "../../service.ts";
import { FunctionDirectory } from "./function-directory.ts";

const { create, state, table } = await openLambda(wholeFile);
const named = { account: "000000000000", region: "us-east-1", name: "f" };

await create("f", "def handler(event, context):\n    return 1\n");

test("a change that was committed has succeeded, whether or not the function can be read afterwards", async () => {
  const { caches } = table.host;
  let isAway = false;
  const unread: ServiceHost["caches"] = {
    create: (options) => {
      const cache = caches.create(options);
      return {
        clear: () => cache.clear(),
        peek: () => undefined,
        get: (key) => (isAway ? Promise.reject(new Error("the database is away")) : cache.get(key)),
      };
    },
  };
  const directory = new FunctionDirectory({ ...table.host, caches: unread });
  const known = await directory.change(named, async (family) => {
    assert.ok(family);
    isAway = true;
    return { ...family, tags: { a: "b" } };
  });
  assert.deepEqual(known.family.tags, { a: "b" });
});

test("what a change gives is what it committed, not what came after it", async () => {
  const tagged = (a: string) =>
    state.functions.change(named, async (family) => {
      assert.ok(family);
      return { ...family, tags: { a } };
    });
  const changed = await Promise.all(["1", "2", "3"].map(tagged));
  assert.deepEqual(
    changed.map(({ family }) => family.tags.a),
    ["1", "2", "3"],
  );
});
