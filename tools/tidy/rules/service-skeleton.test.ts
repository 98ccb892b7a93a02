import assert from "node:assert/strict";
import { test } from "node:test";
import { sourceTreeOf } from "../source-tree.ts";
import { serviceSkeleton } from "./service-skeleton.ts";

test("a model that knows the state, a state that knows operations and a loose file at the top are found", () => {
  const bad = {
    "src/services/sqs/model.ts": 'import type { SqsState } from "./state.ts";',
    "src/services/sqs/state.ts":
      'import type { SqsOperation } from "./operation.ts";\nimport { send } from "./operations/send.ts";',
    "src/services/sqs/queue.ts": "export const queue = 1;",
  };
  const found = [...serviceSkeleton(sourceTreeOf(bad))];
  assert.equal(found.length, 3);
  assert.match(found[0] ?? "", /model\.ts knows the state/);
  assert.match(found[1] ?? "", /state\.ts knows the operations/);
  assert.match(found[2] ?? "", /queue belongs into a noun's room/);
});

test("a service of the skeleton passes", () => {
  const good = {
    "src/services/sqs/service.ts": 'import { state } from "./state.ts";\nimport type { Sqs } from "./model.ts";',
    "src/services/sqs/model.ts": 'import type { OperationInput } from "../service.ts";',
    "src/services/sqs/state.ts": 'import { Queues } from "./queues/queues.ts";',
    "src/services/sqs/operation.ts":
      'import type { Sqs } from "./model.ts";\nimport type { SqsState } from "./state.ts";',
    "src/services/sqs/queues/queue.ts": 'import type { Sqs } from "../model.ts";',
    "src/services/sqs/clients.test.ts": "",
    "src/services/effects.ts": "",
  };
  assert.deepEqual([...serviceSkeleton(sourceTreeOf(good))], []);
});
