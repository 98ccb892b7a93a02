import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { eventually } from "../../../test/support/eventually.ts";
import { openServiceTest } from "../../../test/support/service-test.ts";
import { rootPrincipal } from "../principal.ts";
import { sqs } from "../sqs/service.ts";
import { type Admissions, unlimited } from "./admissions.ts";
import { Poller } from "./poller.ts";
import { queueScaling } from "./poller-limit.ts";
import type { BatchSettings, Handled } from "./poller-options.ts";
import { createQueueSource, type QueueRecord } from "./queue-source.ts";

const account = "000000000000";
const oneByOne: BatchSettings = { size: 1, windowMs: 0, bytes: 6_000_000 };

test("what is sent to an idle queue is handled, and goes", async (context) => {
  const rig = await openRig(context, {});
  await rig.send("first");
  await rig.until(() => rig.bodies().length === 1);
  await rig.send("second");
  await rig.until(() => rig.bodies().length === 2);
  await rig.stop();
  assert.deepEqual(rig.bodies(), ["first", "second"]);
  assert.equal(await rig.left(), 0);
});

test("a batch is what there is, or what comes within the window; none is larger than its payload may be", async (context) => {
  const rig = await openRig(context, { batch: { size: 25, windowMs: 5_000, bytes: 6_000_000 }, begin: false });
  await rig.send(..."abcdefghijkl");
  rig.poller.start();
  await rig.until(() => rig.received() === 12);
  assert.equal(rig.batches.length, 0, "the window is open");
  await rig.send("m");
  await rig.until(() => rig.received() === 13);
  rig.clock.advance(5_000);
  await rig.until(() => rig.batches.length === 1);
  assert.equal(rig.batches[0]?.length, 13);
  await rig.stop();

  const small = await openRig(context, { batch: { size: 10, windowMs: 0, bytes: 6_000_000 }, begin: false });
  await small.send(..."0123456789".split("").map((digit) => digit.repeat(900_000)));
  small.poller.start();
  await small.until(() => small.bodies().length === 10);
  await small.stop();
  assert.ok(small.batches.length >= 2);
  for (const batch of small.batches) assert.ok(batch.reduce((sum, { bytes }) => sum + bytes, 0) < 6_000_000);
});

test("what fails stays its queue's, which gives it again when its time has come, and nothing else", async (context) => {
  const rig = await openRig(context, {
    batch: { size: 10, windowMs: 0, bytes: 6_000_000 },
    begin: false,
    handle: (records) => records.filter(({ event }) => event.body === "poison" && receives(event) === "1"),
  });
  await rig.send("good", "poison");
  rig.poller.start();
  await rig.until(() => rig.bodies().length === 2);
  await rig.settle();
  assert.equal(await rig.left(), 1);
  rig.clock.advance(30_000);
  await rig.until(() => rig.bodies().length === 3);
  await rig.stop();
  assert.deepEqual(rig.bodies(), ["good", "poison", "poison"]);
  assert.equal(await rig.left(), 0);
});

test("what nobody wants goes unhandled", async (context) => {
  const rig = await openRig(context, { wants: ({ event }) => event.body !== "noise", begin: false });
  await rig.send("noise", "news", "noise");
  rig.poller.start();
  await rig.until(async () => (await rig.left()) === 0);
  await rig.stop();
  assert.deepEqual(rig.bodies(), ["news"]);
});

test("nothing is received that there is no room for, and what comes to have room is", async (context) => {
  let room = 0;
  const waiting = new Set<() => void>();
  const admissions: Admissions<true> = {
    enter: () => {
      if (room === 0) return undefined;
      room -= 1;
      return true;
    },
    leave: () => {
      room += 1;
    },
    onRoom: (callback) => void waiting.add(callback),
    insist: async () => true,
  };
  const rig = await openRig(context, { admissions });
  await rig.send("waits");
  await rig.settle();
  assert.equal(rig.received(), 0);
  assert.equal(await rig.receivesOf("waits"), 0);
  room = 1;
  for (const callback of waiting) callback();
  await rig.until(() => rig.bodies().length === 1);
  await rig.stop();
  assert.equal(room, 0, "the ticket went with the batch");
});

test("an empty queue costs one receive that waits, and five batches at a time are handled at first", async (context) => {
  const gate = Promise.withResolvers<void>();
  let running = 0;
  let most = 0;
  const rig = await openRig(context, {
    begin: false,
    handle: async () => {
      running += 1;
      most = Math.max(most, running);
      await gate.promise;
      running -= 1;
      return [];
    },
  });
  await rig.send(..."0123456789");
  rig.poller.start();
  await rig.until(() => running === 5);
  await rig.settle();
  assert.equal(most, 5);
  assert.equal(rig.received(), 5, "the others have not been taken");
  // Five more a second.
  rig.clock.advance(1_000);
  await rig.until(() => running === 10);
  gate.resolve();
  await rig.until(() => rig.bodies().length === 10);
  await rig.stop();
});

test("a queue that is not there is trouble that is told once, and looked for again", async (context) => {
  const rig = await openRig(context, { queue: "gone" });
  await rig.until(() => rig.troubles.length === 1);
  await rig.create("gone");
  await rig.send("here");
  for (let second = 0; second < 3; second++) {
    rig.clock.advance(1_000);
    await rig.settle();
  }
  await rig.until(() => rig.bodies().length === 1);
  await rig.stop();
  assert.equal(rig.troubles.length, 1);
});

test("trouble that several receives meet at once is waited for as that of one", async (context) => {
  let isGone = false;
  const gate = Promise.withResolvers<void>();
  const enter = () => {
    if (isGone) throw new Error("gone");
    return true as const;
  };
  const handle = async () => {
    await gate.promise;
    return [];
  };
  const rig = await openRig(context, { begin: false, admissions: { ...unlimited, enter }, handle });
  await rig.send(..."0123456789");
  rig.poller.start();
  await rig.until(() => rig.bodies().length === 5);
  isGone = true;
  gate.resolve();
  await rig.until(() => rig.troubles.length === 1);
  await rig.settle();
  // Its second time is two seconds long.
  rig.clock.advance(1_000);
  await rig.settle();
  isGone = false;
  rig.clock.advance(2_000);
  await rig.until(() => rig.bodies().length === 10);
  await rig.stop();
});

test("one that stops takes nothing more and finishes what it has", async (context) => {
  const gate = Promise.withResolvers<void>();
  const rig = await openRig(context, {
    handle: async () => {
      await gate.promise;
      return [];
    },
  });
  await rig.send("taken");
  await rig.until(() => rig.bodies().length === 1);
  const stopped = rig.stop();
  await rig.send("later");
  gate.resolve();
  await stopped;
  assert.deepEqual(rig.bodies(), ["taken"]);
  assert.equal(await rig.left(), 1);
  assert.equal(await rig.receivesOf("later"), 0);
});

test("what was gathered while its handler went comes again, and the poller goes on", async (context) => {
  let isGone = true;
  const insist = async () => {
    if (isGone) throw new Error("the function is gone");
    return true as const;
  };
  const rig = await openRig(context, {
    batch: { size: 10, windowMs: 5_000, bytes: 6_000_000 },
    admissions: { ...unlimited, insist },
  });
  await rig.send("kept");
  await rig.until(() => rig.received() === 1);
  rig.clock.advance(5_000);
  await rig.until(() => rig.troubles.length === 1);
  assert.equal(await rig.left(), 1);
  isGone = false;
  rig.clock.advance(30_000);
  await rig.until(() => rig.received() === 2);
  rig.clock.advance(5_000);
  await rig.until(() => rig.bodies().length === 1);
  await rig.stop();
  assert.deepEqual([String(rig.troubles[0]), await rig.left()], ["Error: the function is gone", 0]);
});

test("where order counts, nothing behind a part that failed is handled before that part", async (context) => {
  let fails = true;
  const rig = await openRig(context, {
    batch: { size: 3, windowMs: 0, bytes: 1_500_000 },
    begin: false,
    isOrdered: true,
    handle: (records) => (fails ? records : []),
  });
  const bodies = ["a", "b", "c"].map((letter) => letter.repeat(900_000));
  await rig.send(...bodies);
  rig.poller.start();
  await rig.until(() => rig.bodies().length === 1);
  await rig.settle();
  assert.deepEqual(rig.bodies(), bodies.slice(0, 1));
  fails = false;
  rig.clock.advance(30_000);
  await rig.until(() => rig.bodies().length === 4);
  await rig.stop();
  assert.deepEqual(rig.bodies().slice(1), bodies);
});

function receives({ attributes }: QueueRecord["event"]): string | undefined {
  return attributes.ApproximateReceiveCount;
}

type Work = (records: readonly QueueRecord[]) => readonly QueueRecord[] | Promise<readonly QueueRecord[]>;

async function openRig(
  context: TestContext,
  options: {
    batch?: BatchSettings;
    admissions?: Admissions<true>;
    wants?: (record: QueueRecord) => boolean;
    handle?: Work;
    begin?: boolean;
    queue?: string;
    isOrdered?: boolean;
  },
) {
  const { table, clock, call } = await openServiceTest(context, [sqs]);
  await call("sqs", "CreateQueue", { QueueName: "jobs" });
  const queue = options.queue ?? "jobs";
  const QueueUrl = `http://localhost/${account}/${queue}`;
  const as = { account, region: "us-east-1", principal: rootPrincipal(account) };
  const source = createQueueSource(table.host, {
    queueArn: `arn:aws:sqs:us-east-1:${account}:${queue}`,
    as: async () => as,
  });
  const batches: (readonly QueueRecord[])[] = [];
  const troubles: unknown[] = [];
  let received = 0;
  const work = options.handle ?? (() => []);
  const poller = new Poller<QueueRecord, true>({
    clock,
    source: {
      ...source,
      receive: async (asked) => {
        const records = await source.receive(asked);
        received += records.length;
        return records;
      },
    },
    batch: options.batch ?? oneByOne,
    scaling: queueScaling,
    admissions: options.admissions ?? unlimited,
    heldMs: 15_000,
    isOrdered: options.isOrdered,
    mayRead: () => true,
    wants: options.wants,
    handle: async (records): Promise<Handled<QueueRecord>> => {
      batches.push(records);
      return { failed: await work(records) };
    },
    trouble: (error) => troubles.push(error),
  });
  context.after(() => poller.stop());
  if (options.begin !== false) poller.start();
  const settle = async () => {
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  };
  return {
    poller,
    clock,
    batches,
    troubles,
    settle,
    received: () => received,
    bodies: () => batches.flat().map(({ event }) => event.body),
    create: (QueueName: string) => call("sqs", "CreateQueue", { QueueName }),
    send: async (...bodies: string[]) => {
      for (const MessageBody of bodies) await call("sqs", "SendMessage", { QueueUrl, MessageBody });
    },
    left: async () => {
      const asked = { QueueUrl, AttributeNames: ["All" as const] };
      const { Attributes = {} } = await call("sqs", "GetQueueAttributes", asked);
      return Number(Attributes.ApproximateNumberOfMessages) + Number(Attributes.ApproximateNumberOfMessagesNotVisible);
    },
    /** How often it had been received before this look. */
    receivesOf: async (body: string) => {
      const asked = { QueueUrl, VisibilityTimeout: 0, MaxNumberOfMessages: 10 };
      const { Messages = [] } = await call("sqs", "ReceiveMessage", {
        ...asked,
        MessageSystemAttributeNames: ["ApproximateReceiveCount"],
      });
      const found = Messages.find(({ Body }) => Body === body);
      return Number(found?.Attributes?.ApproximateReceiveCount) - 1;
    },
    until: (condition: () => boolean | Promise<boolean>) =>
      eventually(async () => (await condition()) || undefined, String(condition)),
    stop: () => poller.stop(),
  };
}
