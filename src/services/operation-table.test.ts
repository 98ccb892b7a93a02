import assert from "node:assert/strict";
import { test } from "node:test";
import { openServiceTest } from "../../test/support/service-test.ts";
import { StorageFullError } from "../storage/storage-full-error.ts";
import { createServices } from "./index.ts";
import { createOperationTable } from "./operation-table.ts";
import { rootPrincipal } from "./principal.ts";
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

test("while the disk is full what a service says needs no space goes on, and whatever it says nothing of does not", async (context) => {
  const space = { isFull: false };
  const done = async () => async () => ({});
  const { table: parts } = await openServiceTest(context, []);
  const service = {
    ...serviceOf({ ListQueues: done, GetQueueUrl: done, SendMessage: done }),
    needsNoSpace: {
      ListQueues: "reads",
      SendMessage: ({ MessageBody }: { readonly MessageBody?: unknown }) => MessageBody === "",
    },
  } as const;
  const { call } = createOperationTable([service], parts.host, space);
  const as = { account: "000000000000", region: "us-east-1", principal: rootPrincipal("000000000000") };
  const send = (MessageBody: string) => call("sqs", "SendMessage", { QueueUrl: "q", MessageBody }, as);
  await call("sqs", "GetQueueUrl", { QueueName: "q" }, as);
  space.isFull = true;
  await call("sqs", "ListQueues", {}, as);
  await send("");
  await assert.rejects(send("a"), StorageFullError);
  await assert.rejects(call("sqs", "GetQueueUrl", { QueueName: "q" }, as), StorageFullError);
});

test("every service says of what reads and of what gives room back that it needs none, and of nothing that is made or changed", () => {
  const silent = {
    Export: "a table's is kept, an API's is read",
    Generate: "its answer is kept",
    Invoke: "some are kept",
  };
  for (const { name, operations, needsNoSpace = {} } of createServices({} as never)) {
    for (const operation of Object.keys(operations)) {
      const [verb = ""] = /^[A-Z][a-z]+/.exec(operation) ?? [];
      if (verb in silent || typeof (needsNoSpace as Record<string, unknown>)[operation] === "function") continue;
      const makes =
        /^(?:Add|Allocate|Assign|Associate|Attach|Authorize|Change|Complete|Copy|Create|Enable|Import|Lock|Modify|Monitor|Publish|Put|Register|Reimport|Replace|Reset|Restore|Resync|Run|Send|Set|Tag|Update|Upload)$/.test(
          verb,
        );
      assert.equal(Object.hasOwn(needsNoSpace, operation), !makes, `${name} ${operation}`);
    }
  }
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
