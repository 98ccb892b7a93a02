import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { refuses } from "../../../../test/support/refuses.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { sqs } from "../service.ts";
import { md5OfAttributes } from "./md5.ts";

async function open(context: TestContext, attributes: Record<string, string> = {}) {
  const opened = await openServiceTest(context, [sqs]);
  const { call } = opened;
  const { QueueUrl = "" } = await call("sqs", "CreateQueue", { QueueName: "q", Attributes: attributes });
  const send = (MessageBody: string, more: object = {}) =>
    call("sqs", "SendMessage", { QueueUrl, MessageBody, ...more });
  const receive = async (more: object = {}) =>
    (await call("sqs", "ReceiveMessage", { QueueUrl, MaxNumberOfMessages: 10, ...more })).Messages ?? [];
  const bodies = async (more: object = {}) => (await receive(more)).map(({ Body }) => Body);
  const counts = async () => {
    const { Attributes: all = {} } = await call("sqs", "GetQueueAttributes", { QueueUrl, AttributeNames: ["All"] });
    return [
      all.ApproximateNumberOfMessages,
      all.ApproximateNumberOfMessagesNotVisible,
      all.ApproximateNumberOfMessagesDelayed,
    ].map(Number);
  };
  return { ...opened, QueueUrl, send, receive, bodies, counts };
}

test("a message is received, is in flight, comes again, and is deleted", async (context) => {
  const { QueueUrl, call, send, receive, clock, counts } = await open(context);
  assert.equal((await send("hello")).MD5OfMessageBody, "5d41402abc4b2a76b9719d911017c592");
  assert.deepEqual(await counts(), [1, 0, 0]);
  const [first] = await receive({ AttributeNames: ["All"] });
  assert.equal(first?.Body, "hello");
  assert.equal(first?.Attributes?.ApproximateReceiveCount, "1");
  assert.deepEqual(await receive(), []);
  assert.deepEqual(await counts(), [0, 1, 0]);
  clock.advance(30_000);
  const [second] = await receive({ MessageSystemAttributeNames: ["ApproximateReceiveCount"] });
  assert.deepEqual(second?.Attributes, { ApproximateReceiveCount: "2" });
  assert.notEqual(second?.ReceiptHandle, first?.ReceiptHandle);
  await call("sqs", "DeleteMessage", { QueueUrl, ReceiptHandle: second?.ReceiptHandle ?? "" });
  await call("sqs", "DeleteMessage", { QueueUrl, ReceiptHandle: second?.ReceiptHandle ?? "" });
  clock.advance(60_000);
  assert.deepEqual([await receive(), await counts()], [[], [0, 0, 0]]);
});

test("delays: the queue's, and the message's over it", async (context) => {
  const { send, bodies, clock, counts } = await open(context, { DelaySeconds: "10" });
  await send("queue's");
  await send("at once", { DelaySeconds: 0 });
  await send("later", { DelaySeconds: 20 });
  assert.deepEqual(await counts(), [1, 0, 2]);
  assert.deepEqual(await bodies(), ["at once"]);
  clock.advance(10_000);
  assert.deepEqual(await bodies(), ["queue's"]);
  clock.advance(10_000);
  assert.deepEqual(await bodies(), ["later"]);
  await refuses(
    send("x", { DelaySeconds: 901 }),
    "InvalidParameterValueException",
    /DelaySeconds must be >= 0 and <= 900/,
  );
});

test("ChangeMessageVisibility lengthens, ends, and has its limits", async (context) => {
  const { QueueUrl, call, send, receive, bodies, clock } = await open(context);
  await send("m");
  const [message] = await receive();
  const change = (VisibilityTimeout: number, ReceiptHandle = message?.ReceiptHandle ?? "") =>
    call("sqs", "ChangeMessageVisibility", { QueueUrl, ReceiptHandle, VisibilityTimeout });
  await change(60);
  clock.advance(45_000);
  assert.deepEqual(await bodies(), []);
  await refuses(change(43_200), "InvalidParameterValueException", /beyond the limit \[43200 seconds\]/);
  await refuses(change(43_201), "InvalidParameterValueException", /VisibilityTimeout/);
  await change(0);
  assert.deepEqual(await bodies(), ["m"]);
  await refuses(
    change(5, "INVALID"),
    "ReceiptHandleIsInvalid",
    'The input receipt handle "INVALID" is not a valid receipt handle.',
  );
  const [again] = await receive();
  assert.equal(again, undefined);
});

test("a receive that waits is answered by a send, by the end of a visibility timeout, and by the end of its wait", async (context) => {
  const { send, bodies, clock } = await open(context);
  const waiting = bodies({ WaitTimeSeconds: 20 });
  await pause();
  await send("sent");
  assert.deepEqual(await waiting, ["sent"]);
  const second = bodies({ WaitTimeSeconds: 20, VisibilityTimeout: 25 });
  await pause();
  clock.advance(19_000);
  const third = bodies({ WaitTimeSeconds: 20 });
  await pause();
  clock.advance(1_000);
  assert.deepEqual(await second, []);
  await pause();
  clock.advance(10_000);
  assert.deepEqual(await third, ["sent"]);
});

test("as many who wait are answered as there are messages, each once", async (context) => {
  const { send, bodies, clock } = await open(context);
  const waiting = Array.from({ length: 5 }, () => bodies({ WaitTimeSeconds: 20, MaxNumberOfMessages: 1 }));
  await pause();
  await Promise.all(["a", "b", "c"].map((body) => send(body)));
  await pause();
  clock.advance(20_000);
  assert.deepEqual((await Promise.all(waiting)).flat().sort(), ["a", "b", "c"]);
});

test("what a client that has gone was woken for goes to the next", async (context) => {
  const { table, asRoot, QueueUrl, send } = await open(context);
  const leaving = new AbortController();
  const state = table.services.get("sqs")?.state as import("../state.ts").SqsState;
  const queue = await state.queues.find({ account: asRoot.account, region: asRoot.region, name: "q" });
  assert.ok(queue);
  const gone = state.receivers.enter(queue.messagesKey, leaving.signal);
  const next = table.call("sqs", "ReceiveMessage", { QueueUrl, WaitTimeSeconds: 20 }, asRoot);
  await pause();
  leaving.abort();
  await send("m");
  gone.leave(false);
  assert.equal((await next).Messages?.[0]?.Body, "m");
});

test("bodies and attributes are held to AWS's rules", async (context) => {
  const { send } = await open(context, { MaximumMessageSize: "1024" });
  await refuses(send(""), "MissingRequiredParameterException", "The request must contain the parameter MessageBody.");
  await refuses(send("\u0008"), "InvalidMessageContents", /^Invalid characters found/);
  await refuses(
    send("x".repeat(1_000), { MessageAttributes: { name: { DataType: "String", StringValue: "x".repeat(15) } } }),
    "InvalidParameterValueException",
    "One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.",
  );
  const attribute = (name: string, value: object) => send("m", { MessageAttributes: { [name]: value } });
  const text = { DataType: "String", StringValue: "v" };
  for (const name of ["AWS.x", "amazon.x", ".x", "x.", "x..y", "x y", "x".repeat(257)])
    await refuses(attribute(name, text), "InvalidParameterValueException", /attribute/);
  for (const value of [
    { DataType: "Text", StringValue: "v" },
    { DataType: "String", StringValue: "" },
    { DataType: "Number", StringValue: "one" },
    { DataType: "Binary" },
    { DataType: "String", StringValue: "\u0000" },
  ])
    await refuses(attribute("a", value), "InvalidParameterValueException", /./);
  await attribute("ok.1øß", { DataType: "Number.int", StringValue: "-1.5e3" });
  await refuses(
    send("m", { MessageDeduplicationId: "d" }),
    "InvalidParameterValueException",
    /not valid for this queue type/,
  );
  await refuses(
    send("m", { MessageGroupId: "a b" }),
    "InvalidParameterValueException",
    /MessageGroupId can only include/,
  );
});

test("message attributes: those that are asked for, and their digest", async (context) => {
  const { send, receive } = await open(context, { VisibilityTimeout: "0" });
  const text = (StringValue: string) => ({ DataType: "String", StringValue });
  const MessageAttributes = { Hello: text("There"), "Help.Me": text("Me"), General: text("Kenobi") };
  // Recorded on AWS.
  assert.equal((await send("msg", { MessageAttributes })).MD5OfMessageAttributes, "4c360f3fdafd970e05fae2f149d997f5");
  const names = async (MessageAttributeNames: string[]) => {
    const [message] = await receive({ MessageAttributeNames });
    return Object.keys(message?.MessageAttributes ?? {}).sort();
  };
  assert.deepEqual(await names([]), []);
  assert.deepEqual(await names(["All"]), ["General", "Hello", "Help.Me"]);
  assert.deepEqual(await names([".*"]), ["General", "Hello", "Help.Me"]);
  assert.deepEqual(await names(["Hel.*"]), ["Hello", "Help.Me"]);
  assert.deepEqual(await names(["General", "Absent"]), ["General"]);
  const [message] = await receive({ MessageAttributeNames: ["General"] });
  assert.equal(message?.MD5OfMessageAttributes, md5OfAttributes({ General: { type: "String", string: "Kenobi" } }));
  const binary = { DataType: "Binary", BinaryValue: Buffer.from([0, 1, 255]) };
  await send("bytes", { MessageAttributes: { b: binary } });
  const bytes = (await receive({ MessageAttributeNames: ["All"] })).find(({ Body }) => Body === "bytes");
  assert.deepEqual(bytes?.MessageAttributes?.b?.BinaryValue, binary.BinaryValue);
});

test("ReceiveMessage refuses what is out of range", async (context) => {
  const { receive } = await open(context);
  for (const [more, message] of [
    [
      { MaxNumberOfMessages: 11 },
      "Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.",
    ],
    [
      { WaitTimeSeconds: 21 },
      "Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.",
    ],
    [
      { VisibilityTimeout: 43_201 },
      "Value 43201 for parameter VisibilityTimeout is invalid. Reason: Must be >= 0 and <= 43200, if provided.",
    ],
  ] as const)
    await refuses(receive(more), "InvalidParameterValueException", message);
  await refuses(receive({ AttributeNames: ["Unheard"] }), "InvalidAttributeName", "Unknown Attribute Unheard.");
});

test("batches: each entry by itself, and what refuses the whole", async (context) => {
  const { QueueUrl, call, receive, counts } = await open(context, { MaximumMessageSize: "1024" });
  const sendBatch = (Entries: { Id: string; MessageBody: string }[]) =>
    call("sqs", "SendMessageBatch", { QueueUrl, Entries });
  const sent = await sendBatch([
    { Id: "a", MessageBody: "1" },
    { Id: "b", MessageBody: "x".repeat(1025) },
    { Id: "c", MessageBody: "3" },
  ]);
  assert.deepEqual(
    sent.Successful?.map(({ Id }) => Id),
    ["a", "c"],
  );
  assert.deepEqual(sent.Failed, [
    {
      Id: "b",
      SenderFault: true,
      Code: "InvalidParameterValue",
      Message: "One or more parameters cannot be validated. Reason: Message must be shorter than 1024 bytes.",
    },
  ]);
  await refuses(sendBatch([]), "EmptyBatchRequest", /at least one SendMessageBatchRequestEntry/);
  const entry = (Id: string) => ({ Id, MessageBody: "m" });
  await refuses(sendBatch([entry("a"), entry("a")]), "BatchEntryIdsNotDistinct", "Id a repeated.");
  await refuses(sendBatch([entry("a b")]), "InvalidBatchEntryId", /alphanumeric/);
  await refuses(
    sendBatch(Array.from({ length: 11 }, (_, index) => entry(`e${index}`))),
    "TooManyEntriesInBatchRequest",
    "Maximum number of entries per request are 10. You have sent 11.",
  );
  await refuses(
    sendBatch([{ Id: "a", MessageBody: "x".repeat(1_048_577) }]),
    "BatchRequestTooLong",
    "Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.",
  );
  const messages = await receive();
  const changed = await call("sqs", "ChangeMessageVisibilityBatch", {
    QueueUrl,
    Entries: messages.map(({ ReceiptHandle }, index) => ({ Id: `m${index}`, ReceiptHandle, VisibilityTimeout: 0 })),
  });
  assert.equal(changed.Successful?.length, 2);
  assert.deepEqual(await counts(), [2, 0, 0]);
  const again = await receive();
  const deleted = await call("sqs", "DeleteMessageBatch", {
    QueueUrl,
    Entries: [
      ...again.map(({ ReceiptHandle }, index) => ({ Id: `m${index}`, ReceiptHandle })),
      { Id: "wrong", ReceiptHandle: "x" },
    ],
  });
  assert.deepEqual(
    deleted.Successful?.map(({ Id }) => Id),
    ["m0", "m1"],
  );
  assert.deepEqual(
    deleted.Failed?.map(({ Id, Code }) => [Id, Code]),
    [["wrong", "ReceiptHandleIsInvalid"]],
  );
  assert.deepEqual(await counts(), [0, 0, 0]);
});

test("what is past its retention is gone, received or not; a body of a megabyte comes whole", async (context) => {
  const { send, bodies, clock, counts } = await open(context, { MessageRetentionPeriod: "60" });
  await send("old");
  assert.deepEqual(await bodies(), ["old"]);
  clock.advance(59_000);
  const large = "é".repeat(524_288);
  await send(large);
  clock.advance(1_000);
  assert.deepEqual(await counts(), [1, 0, 0]);
  assert.deepEqual(await bodies(), [large]);
});

test("beyond 120,000 in flight a receive that does not wait is refused, and goes on when there are fewer", async (context) => {
  const { table, asRoot, send, receive, bodies, clock } = await open(context);
  const state = table.services.get("sqs")?.state as import("../state.ts").SqsState;
  const queue = await state.queues.find({ account: asRoot.account, region: asRoot.region, name: "q" });
  assert.ok(queue);
  const nowMs = clock.nowMs();
  const partition = table.host.storage.partition(queue.messagesKey);
  await partition.write(async (tx) => {
    await tx.run(
      {
        text: `INSERT INTO sqs_messages (partition, seq, id, visible_ms, receives, sent_ms, body, details)
        WITH RECURSIVE n(i) AS (SELECT 1000000 UNION ALL SELECT i + 1 FROM n WHERE i < 1119999)
        SELECT :partition, i, 'x', :until, 1, :now, 'b', '{}' FROM n`,
      },
      { until: nowMs + 30_000, now: nowMs },
    );
  });
  await send("m");
  await refuses(receive(), "OverLimit", /120000/);
  clock.advance(30_001);
  assert.equal((await bodies()).length, 10);
});

/** For what waits to have looked once. */
async function pause(): Promise<void> {
  for (let turns = 0; turns < 50; turns++) await turn();
}

test("what is delayed is counted by the second, also when it expires before its time", async (context) => {
  const { send, counts, clock } = await open(context, { MessageRetentionPeriod: "60" });
  for (const DelaySeconds of [1, 2, 2, 900]) await send("m", { DelaySeconds });
  assert.deepEqual(await counts(), [0, 0, 4]);
  clock.advance(1_999);
  assert.deepEqual(await counts(), [1, 0, 3]);
  clock.advance(1);
  assert.deepEqual(await counts(), [3, 0, 1]);
  clock.advance(60_000);
  assert.deepEqual(await counts(), [0, 0, 0]);
});

test("thousands that are past their retention are cleared away before anything is received or counted", async (context) => {
  const { QueueUrl, call, bodies, counts, clock } = await open(context, { MessageRetentionPeriod: "60" });
  const Entries = Array.from({ length: 10 }, (_, index) => ({ Id: String(index), MessageBody: "old" }));
  for (let batch = 0; batch < 120; batch++) await call("sqs", "SendMessageBatch", { QueueUrl, Entries });
  clock.advance(61_000);
  await call("sqs", "SendMessage", { QueueUrl, MessageBody: "new" });
  assert.deepEqual(await bodies(), ["new"]);
  for (let batch = 0; batch < 120; batch++) await call("sqs", "SendMessageBatch", { QueueUrl, Entries });
  clock.advance(61_000);
  assert.deepEqual(await counts(), [0, 0, 0]);
});

test("a key of KMS that is not there is told at sends and receives, as AWS does; AWS's own can be used", async (context) => {
  const { QueueUrl, call, send, receive, bodies } = await open(context);
  await send("m");
  const setKey = (KmsMasterKeyId: string) =>
    call("sqs", "SetQueueAttributes", { QueueUrl, Attributes: { KmsMasterKeyId } });
  await setKey("alias/mine");
  const alias = "Alias arn:aws:kms:us-east-1:000000000000:alias/mine is not found.";
  await refuses(send("m"), "KmsNotFound", alias);
  await refuses(receive(), "KmsNotFound", alias);
  const Entries = [{ Id: "a", MessageBody: "m" }];
  await refuses(call("sqs", "SendMessageBatch", { QueueUrl, Entries }), "KmsNotFound", alias);
  await setKey("1234abcd-12ab-34cd-56ef-1234567890ab");
  await refuses(send("m"), "KmsNotFound", /^Key 'arn:aws:kms:us-east-1:000000000000:key\/1234abcd/);
  await setKey("alias/aws/sqs");
  await send("n");
  assert.deepEqual(await bodies(), ["m", "n"]);
  await setKey("");
  const { Attributes } = await call("sqs", "GetQueueAttributes", { QueueUrl, AttributeNames: ["All"] });
  // It does not come back by itself.
  assert.equal(Attributes?.SqsManagedSseEnabled, "false");
});
