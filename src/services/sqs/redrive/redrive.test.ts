import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { eventually } from "../../../../test/support/eventually.ts";
import { refuses } from "../../../../test/support/refuses.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { sqs } from "../service.ts";

const arn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;

async function open(context: TestContext) {
  const opened = await openServiceTest(context, [sqs]);
  const { call, table } = opened;
  const create = async (QueueName: string, Attributes: Record<string, string> = {}) =>
    (await call("sqs", "CreateQueue", { QueueName, Attributes })).QueueUrl ?? "";
  const redrive = (name: string, maxReceiveCount: unknown = 1) =>
    ({ RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn(name), maxReceiveCount }) }) as Record<string, string>;
  const send = (QueueUrl: string, MessageBody: string, more: object = {}) =>
    call("sqs", "SendMessage", { QueueUrl, MessageBody, ...more });
  const receive = async (QueueUrl: string, more: object = {}) => {
    await table.host.storage.outbox.idle();
    const asked = { QueueUrl, MaxNumberOfMessages: 10, AttributeNames: ["All" as const], ...more };
    return (await call("sqs", "ReceiveMessage", asked)).Messages ?? [];
  };
  const bodies = async (url: string, more?: object) => (await receive(url, more)).map(({ Body }) => Body);
  const task = async (SourceArn: string) => (await call("sqs", "ListMessageMoveTasks", { SourceArn })).Results?.[0];
  return { ...opened, create, redrive, send, receive, bodies, task };
}

test("what was received as often as it may goes to the dead-letter queue at the next receive", async (context) => {
  const { create, redrive, send, receive, bodies, clock } = await open(context);
  const dead = await create("dead");
  const queue = await create("q", { ...redrive("dead", "2"), VisibilityTimeout: "1" });
  const { MessageId } = await send(queue, "poison", {
    MessageAttributes: { a: { DataType: "String", StringValue: "v" } },
  });
  for (let receives = 1; receives <= 2; receives++) {
    assert.equal((await receive(queue))[0]?.Attributes?.ApproximateReceiveCount, String(receives));
    clock.advance(1_000);
  }
  assert.deepEqual(await bodies(dead), []);
  assert.deepEqual(await bodies(queue), []);
  const [message, ...others] = await receive(dead, { MessageAttributeNames: ["All"] });
  assert.deepEqual([message?.MessageId, message?.Body, others], [MessageId, "poison", []]);
  assert.equal(message?.Attributes?.DeadLetterQueueSourceArn, arn("q"));
  assert.equal(message?.Attributes?.ApproximateReceiveCount, "3");
  assert.equal(message?.MessageAttributes?.a?.StringValue, "v");
});

test("a FIFO queue's dead letters keep their order, and let the next of the group come", async (context) => {
  const { create, redrive, send, bodies, clock } = await open(context);
  const fifo = { FifoQueue: "true", ContentBasedDeduplication: "true" };
  const dead = await create("dead.fifo", fifo);
  const queue = await create("q.fifo", { ...fifo, ...redrive("dead.fifo"), VisibilityTimeout: "1" });
  for (const body of ["a", "b", "c"]) await send(queue, body, { MessageGroupId: "g" });
  assert.deepEqual(await bodies(queue, { MaxNumberOfMessages: 2 }), ["a", "b"]);
  clock.advance(1_000);
  assert.deepEqual(await bodies(queue), ["c"]);
  assert.deepEqual(await bodies(dead), ["a", "b"]);
});

test("without its dead-letter queue a message stays where it is", async (context) => {
  const { create, redrive, send, bodies, call, clock } = await open(context);
  const dead = await create("dead");
  const queue = await create("q", { ...redrive("dead"), VisibilityTimeout: "1" });
  await call("sqs", "DeleteQueue", { QueueUrl: dead });
  await send(queue, "m");
  for (let receives = 1; receives <= 3; receives++) {
    assert.deepEqual(await bodies(queue), ["m"]);
    clock.advance(1_000);
  }
});

test("a redrive policy is checked: its form, its queue, and what that allows", async (context) => {
  const { create, redrive, call } = await open(context);
  const QueueUrl = await create("q");
  await create("dead.fifo", { FifoQueue: "true" });
  const dead = await create("dead");
  const set = (Attributes: Record<string, string>, url = QueueUrl) =>
    call("sqs", "SetQueueAttributes", { QueueUrl: url, Attributes });
  const name = "InvalidParameterValueException";
  await refuses(set({ RedrivePolicy: "1" }), name, /not a valid JSON map/);
  await refuses(set({ RedrivePolicy: '{"maxReceiveCount":1}' }), name, /mandatory attribute: deadLetterTargetArn/);
  await refuses(set(redrive("dead", 1001)), name, /Invalid value for maxReceiveCount: 1001/);
  await refuses(set(redrive("dead", "no")), name, /Invalid value for maxReceiveCount: no/);
  await refuses(set(redrive("absent")), name, /Dead letter target does not exist/);
  await refuses(set(redrive("dead.fifo")), name, /can only be associated/);
  await refuses(set({ RedriveAllowPolicy: '{"redrivePermission":"perhaps"}' }, dead), name, /redrivePermission/);
  await set({ RedriveAllowPolicy: '{"redrivePermission":"denyAll"}' }, dead);
  await refuses(set(redrive("dead")), name, /does not allow/);
  const byQueue = { redrivePermission: "byQueue", sourceQueueArns: [arn("q")] };
  await set({ RedriveAllowPolicy: JSON.stringify(byQueue) }, dead);
  await set(redrive("dead"));
  const sources = () => call("sqs", "ListDeadLetterSourceQueues", { QueueUrl: dead });
  assert.deepEqual((await sources()).queueUrls, [QueueUrl]);
  await set({ RedrivePolicy: "" });
  assert.deepEqual((await sources()).queueUrls, []);
});

test("a move task brings dead letters back to where they came from, and ends", async (context) => {
  const { create, redrive, send, bodies, receive, call, clock, task } = await open(context);
  const dead = await create("dead");
  const queues = [
    await create("q1", { ...redrive("dead"), VisibilityTimeout: "1" }),
    await create("q2", { ...redrive("dead"), VisibilityTimeout: "1" }),
  ];
  for (const queue of queues) {
    await send(queue, `of ${queue.slice(-2)}`);
    await receive(queue);
  }
  clock.advance(1_000);
  for (const queue of queues) await receive(queue);
  await eventually(async () => {
    const { Attributes } = await call("sqs", "GetQueueAttributes", {
      QueueUrl: dead,
      AttributeNames: ["ApproximateNumberOfMessages"],
    });
    return Attributes?.ApproximateNumberOfMessages === "2" || undefined;
  }, "both in the dead-letter queue");
  await call("sqs", "StartMessageMoveTask", { SourceArn: arn("dead") });
  await eventually(async () => (await task(arn("dead")))?.Status === "COMPLETED" || undefined, "the task's end");
  assert.equal((await task(arn("dead")))?.ApproximateNumberOfMessagesMoved, 2);
  assert.deepEqual([await bodies(queues[0] ?? ""), await bodies(queues[1] ?? "")], [["of q1"], ["of q2"]]);
  assert.deepEqual(await bodies(dead), []);
});

test("a move task keeps its rate, is one at a time, and can be cancelled", async (context) => {
  const { create, redrive, send, call, clock, task, table } = await open(context);
  const dead = await create("dead");
  await create("q", redrive("dead"));
  await create("other");
  for (let index = 0; index < 5; index++) await send(dead, String(index));
  const start = () =>
    call("sqs", "StartMessageMoveTask", {
      SourceArn: arn("dead"),
      DestinationArn: arn("other"),
      MaxNumberOfMessagesPerSecond: 1,
    });
  const { TaskHandle = "" } = await start();
  await refuses(start(), "InvalidParameterValueException", /already a task running/);
  const moved = async (count: number) => {
    await eventually(
      async () => (await task(arn("dead")))?.ApproximateNumberOfMessagesMoved === count || undefined,
      `${count} moved`,
    );
    await table.host.storage.timers.idle();
  };
  await moved(1);
  clock.advance(1_000);
  await moved(2);
  assert.deepEqual(await call("sqs", "CancelMessageMoveTask", { TaskHandle }), { ApproximateNumberOfMessagesMoved: 2 });
  clock.advance(10_000);
  await table.host.storage.timers.idle();
  const cancelled = await task(arn("dead"));
  assert.deepEqual(
    [cancelled?.Status, cancelled?.ApproximateNumberOfMessagesMoved, cancelled?.TaskHandle],
    ["CANCELLED", 2, undefined],
  );
});

test("a move task fails where its queue has gone, or a message came from none", async (context) => {
  const { create, redrive, send, call, task } = await open(context);
  const dead = await create("dead");
  await create("q", redrive("dead"));
  await send(dead, "never elsewhere");
  await call("sqs", "StartMessageMoveTask", { SourceArn: arn("dead") });
  const failed = await eventually(async () => {
    const latest = await task(arn("dead"));
    return latest?.Status === "FAILED" ? latest : undefined;
  }, "its failure");
  assert.equal(failed.FailureReason, "CouldNotDetermineMessageSource");
  const name = "ResourceNotFoundException";
  await refuses(
    call("sqs", "StartMessageMoveTask", { SourceArn: arn("absent") }),
    name,
    "The resource that you specified for the SourceArn parameter doesn't exist.",
  );
  await refuses(
    call("sqs", "StartMessageMoveTask", { SourceArn: arn("dead"), DestinationArn: arn("absent") }),
    name,
    /DestinationArn/,
  );
  await refuses(
    call("sqs", "StartMessageMoveTask", { SourceArn: arn("q") }),
    "InvalidParameterValueException",
    "Source queue must be configured as a Dead Letter Queue.",
  );
  await refuses(
    call("sqs", "CancelMessageMoveTask", { TaskHandle: "x" }),
    "InvalidParameterValueException",
    /TaskHandle/,
  );
  const of = (taskId: string, sourceArn: string) =>
    Buffer.from(JSON.stringify({ taskId, sourceArn })).toString("base64");
  await refuses(
    call("sqs", "CancelMessageMoveTask", { TaskHandle: of("x", arn("dead")) }),
    name,
    "Task does not exist.",
  );
});

test("hundreds that were received too often go to the dead-letter queue a piece at a time, in one receive", async (context) => {
  const { call, create, redrive, bodies, clock, table } = await open(context);
  const dead = await create("dead");
  const queue = await create("q", { ...redrive("dead"), VisibilityTimeout: "1" });
  const Entries = Array.from({ length: 10 }, (_, index) => ({ Id: String(index), MessageBody: "poison" }));
  for (let batch = 0; batch < 25; batch++) {
    await call("sqs", "SendMessageBatch", { QueueUrl: queue, Entries });
    assert.equal((await bodies(queue)).length, 10);
  }
  clock.advance(1_000);
  await call("sqs", "SendMessage", { QueueUrl: queue, MessageBody: "good" });
  assert.deepEqual(await bodies(queue), ["good"]);
  await table.host.storage.outbox.idle();
  const asked = { QueueUrl: dead, AttributeNames: ["ApproximateNumberOfMessages" as const] };
  const { Attributes } = await call("sqs", "GetQueueAttributes", asked);
  assert.equal(Attributes?.ApproximateNumberOfMessages, "250");
});
