import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { type Recorded, recordingServices } from "../../../test/support/recording-services.ts";
import { openServiceTest } from "../../../test/support/service-test.ts";
import { AwsError } from "../../platform/aws-error.ts";
import type { PartitionKey } from "../../storage/database.ts";
import { startEffects } from "../effects.ts";
import { defineService } from "../service.ts";
import { startTimers } from "../timers/start-timers.ts";
import { type Delivery, durableDelivery, type Ended } from "./durable-delivery.ts";
import { type RetryPolicy, untilParked } from "./retry-policy.ts";

const throttled = new AwsError("ThrottlingException", "Rate exceeded", { status: 400 });
const gone = new AwsError("AWS.SimpleQueueService.NonExistentQueue", "no such queue", { status: 400 });
const queue = "arn:aws:sqs:us-east-1:000000000000:q";
const deadLetters = "arn:aws:sqs:us-east-1:000000000000:dead";
const source = { account: "000000000000", region: "us-east-1" };
const from: PartitionKey = { ...source, kind: "test.source", name: "s" };

test("what a target throttles is tried again by the policy until it is taken, once, also over restarts", async (context) => {
  const rig = await openRig(context);
  rig.fail(throttled, 3);
  await rig.emit();
  await rig.pass(0);
  assert.equal(rig.bodies().length, 1);
  assert.deepEqual(await rig.storage.outbox.counts(), { retrying: 0, parked: 0 }, "it holds up no outbox");
  await rig.restart();
  await rig.pass(999);
  assert.equal(rig.bodies().length, 1);
  await rig.pass(1);
  await rig.restart();
  await rig.pass(2_000);
  await rig.pass(4_000);
  assert.equal(rig.bodies().length, 4);
  await rig.pass(3_600_000);
  assert.equal(rig.bodies().length, 4);
  assert.deepEqual(
    rig.ended.map(({ kind }) => kind),
    ["delivered"],
  );
  const ids = new Set(rig.calls.map(({ context: { deduplicationId } }) => deduplicationId));
  assert.equal(ids.size, 1);
});

test("what a target refuses for good goes to the dead-letter queue at once, or is lost as on AWS", async (context) => {
  const rig = await openRig(context);
  rig.fail(gone, Number.POSITIVE_INFINITY);
  await rig.emit({ about: "kept" });
  await rig.emit();
  await rig.pass(3_600_000);
  assert.deepEqual(rig.bodies(), ["event", "event"]);
  assert.deepEqual(
    rig.deadLetters().map(({ input }) => [input.MessageBody, input.MessageAttributes.CONDITION.StringValue]),
    [["event", "none"]],
  );
  const [ended] = rig.ended;
  assert.ok(ended?.kind === "failed");
  assert.deepEqual([ended.reason, ended.tries, ended.exhaustedBy], ["no such queue", 1, undefined]);
  assert.deepEqual(await rig.storage.timers.counts(), { retrying: 0, parked: 0 });
});

test("retries and age end it, each with its condition, in the dead-letter queue", async (context) => {
  const rig = await openRig(context);
  rig.fail(throttled, Number.POSITIVE_INFINITY);
  await rig.emit({ about: "kept", retry: { ...untilParked, retries: 2, exhausted: "drop" } });
  for (let second = 0; second < 10; second++) await rig.pass(1_000);
  assert.equal(rig.bodies().length, 3);
  await rig.emit({ about: "kept", retry: { ...untilParked, retries: 100, ageMs: 60_000, exhausted: "drop" } });
  for (let second = 0; second < 200; second++) await rig.pass(1_000);
  const conditions = rig.deadLetters().map(({ input }) => input.MessageAttributes.CONDITION.StringValue);
  assert.deepEqual(conditions, ["MaximumRetryAttempts", "MaximumEventAgeInSeconds"]);
  // At 1, 3, 7, 15 and 31 seconds; the one at 63 would be too late.
  assert.equal(rig.bodies().length, 3 + 6);
  assert.equal(new Set(rig.deadLetters().map(({ context: { deduplicationId } }) => deduplicationId)).size, 2);
});

test("without a dead-letter queue it is dropped or parked, as its policy says; the parked can be retried", async (context) => {
  const rig = await openRig(context);
  rig.fail(throttled, Number.POSITIVE_INFINITY);
  await rig.emit({ retry: { ...untilParked, retries: 1, exhausted: "drop" } });
  await rig.emit({ retry: { ...untilParked, retries: 1 } });
  await rig.emit({ retry: { ...untilParked, retries: 0 } });
  for (let second = 0; second < 10; second++) await rig.pass(1_000);
  assert.deepEqual(await rig.storage.timers.counts(), { retrying: 0, parked: 2 });
  await rig.restart();
  const parked = await rig.storage.timers.parked("", 10);
  assert.deepEqual(
    parked.map(({ kind, reason }) => [kind, reason]),
    [
      ["sns.out", "Rate exceeded"],
      ["sns.out", "Rate exceeded"],
    ],
  );
  rig.fail(throttled, 0);
  const before = rig.bodies().length;
  for (const { id } of parked) await rig.storage.timers.retryParked(id);
  await rig.pass(0);
  assert.equal(rig.bodies().length, before + 2);
  assert.deepEqual(await rig.storage.timers.counts(), { retrying: 0, parked: 0 });
});

test("what was promised outlives its source", async (context) => {
  const rig = await openRig(context);
  rig.fail(throttled, 1);
  await rig.emit();
  await rig.pass(0);
  await rig.storage.partition(from).drop();
  await rig.pass(1_000);
  assert.equal(rig.bodies().length, 2);
});

/** A source whose deliveries go to a queue; those that are `about` something have a dead-letter queue. */
async function openRig(context: TestContext) {
  const ended: Ended[] = [];
  const deliveries = durableDelivery<undefined>({
    name: "sns.out",
    ended: async (_, how) => {
      ended.push(how);
    },
    deadLetter: (delivery, { exhaustedBy = "none" }) =>
      delivery.about === undefined
        ? undefined
        : {
            ...delivery,
            target: deadLetters,
            about: undefined,
            message: {
              ...delivery.message,
              attributes: { CONDITION: { DataType: "String", StringValue: exhaustedBy } },
            },
          },
  });
  const sns = defineService<Record<string, unknown>>({
    name: "sns",
    migrations: [],
    access: { prefix: "sns", resource: () => "*" },
    create: () => undefined,
    operations: {},
    effects: { out: deliveries.effect },
    timers: { out: deliveries.timer },
  });
  const calls: Recorded[] = [];
  let failure = { error: throttled, times: 0 };
  const [sqs] = recordingServices({ sqs: ["SendMessage"] }, calls, ({ input }) => {
    if (input.QueueUrl.endsWith("/q") && failure.times-- > 0) throw failure.error;
    return {};
  });
  const { table, clock } = await openServiceTest(context, sqs ? [sns, sqs] : [sns]);
  const { storage, random } = table.host;
  const settle = async () => {
    await storage.outbox.idle();
    await storage.timers.idle();
    await storage.outbox.idle();
  };
  return {
    storage,
    calls,
    ended,
    fail: (error: AwsError, times: number) => {
      failure = { error, times };
    },
    emit: (more: { retry?: RetryPolicy; about?: unknown } = {}) => {
      const delivery: Delivery = {
        target: queue,
        message: { body: "event" },
        caller: { service: "sns.amazonaws.com" },
        source,
        retry: untilParked,
        eventMs: clock.nowMs(),
        ...more,
      };
      const effect = deliveries.toEffect(random.uuid(), delivery);
      return storage.partition(from).write((tx) => tx.emit(effect));
    },
    pass: async (milliseconds: number) => {
      await settle();
      clock.advance(milliseconds);
      await settle();
    },
    restart: async () => {
      await storage.outbox.stop();
      await storage.timers.stop();
      await startEffects(storage, table);
      await startTimers(table);
    },
    bodies: () => calls.filter(({ input }) => input.QueueUrl.endsWith("/q")).map(({ input }) => input.MessageBody),
    deadLetters: () => calls.filter(({ input }) => input.QueueUrl.endsWith("/dead")),
  };
}
