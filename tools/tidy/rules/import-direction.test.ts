import assert from "node:assert/strict";
import { test } from "node:test";
import { sourceTreeOf } from "../source-tree.ts";
import { importDirection } from "./import-direction.ts";

test("an import against the direction, and one of another service, are found", () => {
  const bad = {
    "src/storage/a.ts": 'import type { Operation } from "../services/service.ts";',
    "src/services/sns/a.ts": 'import type { Queue } from "../sqs/queues/queue.ts";',
  };
  const found = [...importDirection(sourceTreeOf(bad))];
  assert.deepEqual(found.length, 2);
  assert.match(found[0] ?? "", /storage must not know services/);
  assert.match(found[1] ?? "", /another service/);
});

test("imports downwards, of the rooms that all share and of tests pass", () => {
  const good = {
    "src/services/sns/a.ts":
      'import { sql } from "../../storage/statement.ts";\nimport { x } from "../usage/usage.ts";',
    "src/services/sns/a.test.ts": 'import { sqs } from "../sqs/service.ts";',
  };
  assert.deepEqual([...importDirection(sourceTreeOf(good))], []);
});
