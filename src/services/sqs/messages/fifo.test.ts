import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { refuses } from "../../../../test/support/refuses.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { sqs } from "../service.ts";

async function open(context: TestContext, attributes: Record<string, string> = {}) {
  const opened = await openServiceTest(context, [sqs]);
  const { call } = opened;
  const Attributes = { FifoQueue: "true", ContentBasedDeduplication: "true", ...attributes };
  const { QueueUrl = "" } = await call("sqs", "CreateQueue", { QueueName: "q.fifo", Attributes });
  const send = (MessageGroupId: string | undefined, MessageBody: string, more: object = {}) =>
    call("sqs", "SendMessage", { QueueUrl, MessageGroupId, MessageBody, ...more });
  const receive = async (MaxNumberOfMessages = 10, more: object = {}) =>
    (await call("sqs", "ReceiveMessage", { QueueUrl, MaxNumberOfMessages, AttributeNames: ["All"], ...more }))
      .Messages ?? [];
  const bodies = async (most?: number, more?: object) => (await receive(most, more)).map(({ Body }) => Body);
  const remove = (message: { ReceiptHandle?: string } | undefined) =>
    call("sqs", "DeleteMessage", { QueueUrl, ReceiptHandle: message?.ReceiptHandle ?? "" });
  const change = (message: { ReceiptHandle?: string } | undefined, VisibilityTimeout: number) =>
    call("sqs", "ChangeMessageVisibility", {
      QueueUrl,
      ReceiptHandle: message?.ReceiptHandle ?? "",
      VisibilityTimeout,
    });
  return { ...opened, QueueUrl, send, receive, bodies, remove, change };
}

test("a group's messages come in their order, and wait for the one before", async (context) => {
  const { send, receive, bodies, remove } = await open(context);
  for (const [group, body] of [
    ["g", "g1"],
    ["h", "h1"],
    ["g", "g2"],
    ["g", "g3"],
  ] as const)
    await send(group, body);
  const first = await receive(2);
  assert.deepEqual(
    first.map(({ Body }) => Body),
    ["g1", "g2"],
  );
  assert.deepEqual(await bodies(), ["h1"]);
  await remove(first[0]);
  assert.deepEqual(await bodies(), []);
  await remove(first[1]);
  assert.deepEqual(await bodies(), ["g3"]);
});

test("what becomes visible again comes before what follows it", async (context) => {
  const { send, receive, bodies, change, clock } = await open(context, { VisibilityTimeout: "10" });
  for (const body of ["a", "b", "c"]) await send("g", body);
  const received = await receive();
  assert.equal(received.length, 3);
  await change(received[1], 60);
  clock.advance(10_000);
  // Recorded on AWS: those before the one that is in flight still.
  assert.deepEqual(await bodies(), ["a"]);
  clock.advance(50_000);
  assert.deepEqual(await bodies(), ["a", "b", "c"]);
});

test("a receive that waits for a group gets its next message when the one before is deleted", async (context) => {
  const { send, receive, bodies, remove } = await open(context);
  await send("g", "a");
  await send("g", "b");
  const [a] = await receive(1);
  const waiting = bodies(1, { WaitTimeSeconds: 20 });
  await remove(a);
  assert.deepEqual(await waiting, ["b"]);
});

test("duplicates are taken in for five minutes, by id or content, also after they were deleted", async (context) => {
  const { send, receive, remove, bodies, clock } = await open(context);
  const first = await send("g", "a");
  const again = await send("g", "a");
  assert.deepEqual([again.MessageId, again.SequenceNumber], [first.MessageId, first.SequenceNumber]);
  await remove((await receive())[0]);
  await send("h", "a");
  await send("h", "other", { MessageDeduplicationId: "one" });
  await send("g", "another", { MessageDeduplicationId: "one" });
  const [only, ...others] = await receive();
  assert.deepEqual([only?.Body, others], ["other", []]);
  assert.deepEqual([only?.Attributes?.MessageDeduplicationId, only?.Attributes?.MessageGroupId], ["one", "h"]);
  await remove(only);
  clock.advance(5 * 60_000);
  await send("g", "a");
  assert.deepEqual(await bodies(), ["a"]);
});

test("with DeduplicationScope messageGroup each group has its own; a change of it is felt after a minute", async (context) => {
  const { QueueUrl, call, send, bodies, clock } = await open(context, {
    DeduplicationScope: "messageGroup",
    FifoThroughputLimit: "perMessageGroupId",
  });
  const twice = async (id: string) => {
    await send("g", `${id}-g`, { MessageDeduplicationId: id });
    await send("h", `${id}-h`, { MessageDeduplicationId: id });
    return (await bodies(10, { VisibilityTimeout: 0 })).filter((body) => body?.startsWith(id)).length;
  };
  assert.equal(await twice("1"), 2);
  const Attributes = { DeduplicationScope: "queue", FifoThroughputLimit: "perQueue" };
  await call("sqs", "SetQueueAttributes", { QueueUrl, Attributes });
  assert.equal(await twice("2"), 2);
  clock.advance(60_000);
  assert.equal(await twice("3"), 1);
});

test("the same attempt to receive is answered the same, until something of it has changed", async (context) => {
  const { send, receive, remove, clock } = await open(context);
  await send("g", "a");
  await send("h", "b");
  const attempt = { ReceiveRequestAttemptId: "attempt" };
  const first = await receive(10, attempt);
  clock.advance(20_000);
  const second = await receive(10, attempt);
  assert.deepEqual(
    second.map(({ ReceiptHandle }) => ReceiptHandle),
    first.map(({ ReceiptHandle }) => ReceiptHandle),
  );
  assert.equal(second.length, 2);
  // Their time has begun anew.
  clock.advance(20_000);
  assert.deepEqual(await receive(), []);
  await remove(second[0]);
  assert.deepEqual(await receive(10, attempt), []);
});

test("a handle serves while its message is in flight by it", async (context) => {
  const { send, receive, remove, clock, bodies } = await open(context, { VisibilityTimeout: "1" });
  await send("g", "a");
  const [message] = await receive();
  clock.advance(1_000);
  await refuses(
    remove(message),
    "InvalidParameterValueException",
    `Value ${message?.ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
  );
  assert.deepEqual(await bodies(), ["a"]);
  await refuses(remove(message), "InvalidParameterValueException", /has expired/);
});

test("a send needs its group and a way to tell duplicates, and has no delay of its own", async (context) => {
  const { QueueUrl, call, send, bodies, clock } = await open(context, {
    ContentBasedDeduplication: "false",
    DelaySeconds: "5",
  });
  const id = { MessageDeduplicationId: "1" };
  await refuses(
    send(undefined, "a", id),
    "MissingRequiredParameterException",
    "The request must contain the parameter MessageGroupId.",
  );
  await refuses(
    send("g", "a"),
    "InvalidParameterValueException",
    /ContentBasedDeduplication enabled or MessageDeduplicationId/,
  );
  await refuses(
    send("g", "a", { ...id, DelaySeconds: 2 }),
    "InvalidParameterValueException",
    /not valid for this queue type/,
  );
  const batch = (entry: object) =>
    call("sqs", "SendMessageBatch", { QueueUrl, Entries: [{ Id: "a", MessageBody: "a", ...entry }] });
  await refuses(batch({ MessageGroupId: "g" }), "InvalidParameterValueException", /ContentBasedDeduplication enabled/);
  await refuses(batch(id), "InvalidParameterValueException", "The request must contain the parameter MessageGroupId.");
  await send("g", "a", { ...id, DelaySeconds: 0 });
  assert.deepEqual(await bodies(), []);
  clock.advance(5_000);
  assert.deepEqual(await bodies(), ["a"]);
});

test("sequence numbers grow, also over a purge", async (context) => {
  const { QueueUrl, call, send } = await open(context);
  const numbers = [(await send("g", "a")).SequenceNumber, (await send("g", "b")).SequenceNumber];
  await call("sqs", "PurgeQueue", { QueueUrl });
  // A purge forgets what was there, also for telling duplicates.
  numbers.push((await send("g", "a")).SequenceNumber);
  assert.deepEqual([...numbers].sort(), numbers);
  for (const number of numbers) assert.match(number ?? "", /^\d{20}$/);
  assert.equal(new Set(numbers).size, 3);
});
