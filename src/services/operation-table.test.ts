import assert from "node:assert/strict";
import { test } from "node:test";
import { openServiceTest } from "../../test/support/service-test.ts";
import { defineService, type OperationLoaders } from "./service.ts";

type Sqs = typeof import("@aws-sdk/client-sqs");

test("an operation is loaded when it is first called, once, and called directly from then on", async (context) => {
  const loads: string[] = [];
  const opened = Promise.withResolvers<void>();
  const { table, call } = await openServiceTest(context, [
    serviceOf({
      ListQueues: async () => {
        loads.push("ListQueues");
        await opened.promise;
        return async () => ({ QueueUrls: ["one"] });
      },
      GetQueueUrl: async () => {
        loads.push("GetQueueUrl");
        return async () => ({});
      },
    }),
  ]);
  assert.deepEqual(loads, []);
  const first = [call("sqs", "ListQueues", {}), call("sqs", "ListQueues", {})];
  const operation = table.find("sqs", "ListQueues");
  const waiting = operation?.run({}, {} as never);
  opened.resolve();
  for (const answer of [...first, waiting]) assert.deepEqual(await answer, { QueueUrls: ["one"] });
  assert.deepEqual(loads, ["ListQueues"]);
  assert.deepEqual(await call("sqs", "ListQueues", {}), { QueueUrls: ["one"] });
  assert.deepEqual(loads, ["ListQueues"]);
});

test("no promise stands between a call and an operation that is loaded", async (context) => {
  let answer: Promise<object> | undefined;
  const { table } = await openServiceTest(context, [
    serviceOf({
      ListQueues: async () => () => {
        answer = Promise.resolve({});
        return answer;
      },
    }),
  ]);
  const { run } = table.find("sqs", "ListQueues")!;
  await run({}, {} as never);
  assert.equal(run({}, {} as never), answer);
});

test("an operation that could not be loaded is loaded by the next call", async (context) => {
  let failures = 1;
  const { call } = await openServiceTest(context, [
    serviceOf({
      ListQueues: async () => {
        if (failures-- > 0) throw new Error("too many open files");
        return async () => ({ QueueUrls: ["one"] });
      },
    }),
  ]);
  await assert.rejects(call("sqs", "ListQueues", {}), { message: "too many open files" });
  assert.deepEqual(await call("sqs", "ListQueues", {}), { QueueUrls: ["one"] });
});

function serviceOf(operations: OperationLoaders<Sqs, undefined>) {
  return defineService<Sqs>({
    name: "sqs",
    migrations: [],
    access: { prefix: "sqs", resource: () => "*" },
    create: () => undefined,
    operations,
  });
}
