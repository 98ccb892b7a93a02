import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { SendMessageBatchRequestEntry } from "@aws-sdk/client-sqs";
import { eventually } from "../../../../test/support/eventually.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { AwsError } from "../../../platform/aws-error.ts";
import { type AnyService, defineService } from "../../service.ts";
import { sns } from "../service.ts";

const account = "000000000000";

/** Queues that a test has fail, and that tell what they have been sent. */
class Queues {
  readonly #down = new Set<string>();
  readonly #sent = new Map<string, string[]>();
  readonly #tried = new Map<string, number>();
  running = 0;
  most = 0;
  gate: Promise<void> | undefined;

  readonly service: AnyService = defineService<typeof import("@aws-sdk/client-sqs")>({
    name: "sqs",
    migrations: [],
    access: { prefix: "sqs", resource: () => "*" },
    create: () => undefined,
    operations: {
      SendMessageBatch:
        async () =>
        async ({ QueueUrl = "", Entries = [] }) => {
          await this.#send(QueueUrl.split("/").at(-1) ?? "", Entries);
          return { Successful: [], Failed: [] };
        },
    },
  });

  stop(queue: string): void {
    this.#down.add(queue);
  }

  go(queue: string): void {
    this.#down.delete(queue);
  }

  sent(queue: string): readonly string[] {
    return this.#sent.get(queue) ?? [];
  }

  tried(queue: string): number {
    return this.#tried.get(queue) ?? 0;
  }

  async #send(queue: string, entries: readonly SendMessageBatchRequestEntry[]): Promise<void> {
    this.#tried.set(queue, this.tried(queue) + 1);
    this.running += 1;
    this.most = Math.max(this.most, this.running);
    await this.gate;
    this.running -= 1;
    if (this.#down.has(queue)) throw new AwsError("InternalError", "down", { status: 500 });
    this.#sent.set(queue, [...this.sent(queue), ...entries.map(({ MessageBody = "" }) => MessageBody)]);
  }
}

async function openRig(context: TestContext, Name: string) {
  const queues = new Queues();
  const { call, clock, table } = await openServiceTest(context, [sns, queues.service]);
  const fifo: Record<string, string> = { FifoTopic: "true", ContentBasedDeduplication: "true" };
  const Attributes = Name.endsWith(".fifo") ? fifo : undefined;
  const { TopicArn = "" } = await call("sns", "CreateTopic", { Name, Attributes });
  const subscribe = (queue: string, more: Record<string, string> = {}) =>
    call("sns", "Subscribe", {
      TopicArn,
      Protocol: "sqs",
      Endpoint: `arn:aws:sqs:us-east-1:${account}:${queue}`,
      Attributes: { RawMessageDelivery: "true", ...more },
    });
  const publish = (Message: string, MessageGroupId?: string) =>
    call("sns", "Publish", { TopicArn, Message, MessageGroupId });
  const idle = async () => {
    await table.host.storage.outbox.idle();
    await table.host.storage.timers.idle();
  };
  return { call, clock, queues, TopicArn, subscribe, publish, idle, storage: table.host.storage };
}

test("a FIFO topic's subscriber that cannot have its messages holds up its own group, and nobody has anything twice", async (context) => {
  const { queues, subscribe, publish, clock, idle } = await openRig(context, "orders.fifo");
  await subscribe("well.fifo");
  await subscribe("ill.fifo");
  await subscribe("plain");
  queues.stop("ill.fifo");
  await publish("a1", "a");
  await idle();
  await publish("a2", "a");
  await publish("b1", "b");
  await publish("a3", "a");
  await idle();
  // The others had theirs at once, whatever the one does.
  for (const queue of ["well.fifo", "plain"])
    assert.deepEqual([...queues.sent(queue)].sort(), ["a1", "a2", "a3", "b1"], queue);
  assert.deepEqual(queues.sent("ill.fifo"), []);
  // Three tries at once, two after a second each: they are counted from one try to the next.
  const tries = queues.tried("ill.fifo");
  clock.advance(1_000);
  await idle();
  assert.ok(queues.tried("ill.fifo") > tries);
  queues.go("ill.fifo");
  clock.advance(20_000);
  await eventually(async () => queues.sent("ill.fifo").length === 4 || undefined, "the line to be served");
  await idle();
  const had = queues.sent("ill.fifo");
  assert.deepEqual(
    had.filter((body) => body.startsWith("a")),
    ["a1", "a2", "a3"],
  );
  assert.deepEqual(
    had.filter((body) => body.startsWith("b")),
    ["b1"],
  );
  for (const queue of ["well.fifo", "plain"]) assert.equal(queues.sent(queue).length, 4, queue);
  // The line has gone: what comes next is delivered at once.
  await publish("a4", "a");
  await idle();
  assert.equal(queues.sent("ill.fifo").at(-1), "a4");
});

test("what waits in a line goes with its subscription", async (context) => {
  const { call, queues, subscribe, publish, clock, idle } = await openRig(context, "left.fifo");
  const { SubscriptionArn = "" } = await subscribe("ill.fifo");
  queues.stop("ill.fifo");
  await publish("1", "g");
  await idle();
  await publish("2", "g");
  await idle();
  await call("sns", "Unsubscribe", { SubscriptionArn });
  const tried = queues.tried("ill.fifo");
  clock.advance(60_000);
  await idle();
  assert.equal(queues.tried("ill.fifo"), tried);
  queues.go("ill.fifo");
  await subscribe("ill.fifo");
  await publish("3", "g");
  await idle();
  assert.deepEqual(queues.sent("ill.fifo"), ["3"]);
});

test("many subscriptions have a message some at a time", async (context) => {
  const { queues, subscribe, publish, idle } = await openRig(context, "many");
  const subscribers = 1_200;
  for (let index = 0; index < subscribers; index++) await subscribe(`q${index}`);
  const { promise, resolve } = Promise.withResolvers<void>();
  queues.gate = promise;
  await publish("m");
  await eventually(async () => queues.running >= 499 || undefined, "as many deliveries as there may be");
  assert.ok(queues.most <= 500, `${queues.most} at the same time`);
  resolve();
  await idle();
  assert.ok(queues.most <= 500, `${queues.most} at the same time`);
  for (let index = 0; index < subscribers; index++) assert.deepEqual(queues.sent(`q${index}`), ["m"]);
});
