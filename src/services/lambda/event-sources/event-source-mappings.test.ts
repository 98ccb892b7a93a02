import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { eventually } from "../../../../test/support/eventually.ts";
import { openLambda, wholeFile } from "../../../../test/support/lambda.ts";
import { cloudwatch } from "../../cloudwatch/service.ts";
import { sqs } from "../../sqs/service.ts";
import { continueTrace } from "../invocation/trace-header.ts";

const { create, lambda, call, clock, table, log, state } = await openLambda(wholeFile, { services: [sqs, cloudwatch] });
const account = "000000000000";
const queueArn = (name: string) => `arn:aws:sqs:us-east-1:${account}:${name}`;
const queueUrl = (name: string) => `http://localhost:4566/${account}/${name}`;

await create("echo", "def handler(event, context):\n    print(event)\n");
await create(
  "picky",
  `import json
def handler(event, context):
    bodies = [record["body"] for record in event["Records"]]
    print("BATCH " + json.dumps(bodies))
    failed = [r["messageId"] for r in event["Records"] if r["body"] == "poison"]
    if "break" in bodies:
        return {"batchItemFailures": [{"foo": "bar"}]}
    return {"batchItemFailures": [{"itemIdentifier": id} for id in failed]}
`,
);

async function makeQueue(name: string, attributes: Record<string, string> = {}): Promise<string> {
  await call("sqs", "CreateQueue", { QueueName: name, Attributes: attributes });
  return queueArn(name);
}

function send(name: string, ...bodies: string[]): Promise<unknown> {
  const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
  return call("sqs", "SendMessageBatch", { QueueUrl: queueUrl(name), Entries });
}

async function left(name: string): Promise<number> {
  const { Attributes = {} } = await call("sqs", "GetQueueAttributes", {
    QueueUrl: queueUrl(name),
    AttributeNames: ["All"],
  });
  return Number(Attributes.ApproximateNumberOfMessages) + Number(Attributes.ApproximateNumberOfMessagesNotVisible);
}

async function taken(name: string): Promise<number> {
  const AttributeNames = ["ApproximateNumberOfMessagesNotVisible" as const];
  const { Attributes } = await call("sqs", "GetQueueAttributes", { QueueUrl: queueUrl(name), AttributeNames });
  return Number(Attributes?.ApproximateNumberOfMessagesNotVisible);
}

const untilEmpty = (name: string) =>
  eventually(async () => ((await left(name)) === 0 ? true : undefined), `${name} to be empty`);

/** The state that passes has passed. */
async function pass(milliseconds = 250): Promise<void> {
  clock.advance(milliseconds);
  await table.host.storage.timers.idle();
}

async function map(name: string, FunctionName: string, more: object = {}): Promise<string> {
  const { UUID = "" } = await lambda("CreateEventSourceMapping", {
    EventSourceArn: queueArn(name),
    FunctionName,
    ...more,
  });
  await pass();
  return UUID;
}

test("a mapping is made, read, changed and deleted, with AWS's states between", async () => {
  const EventSourceArn = await makeQueue("life");
  const made = await lambda("CreateEventSourceMapping", { EventSourceArn, FunctionName: "echo", Tags: { team: "a" } });
  const UUID = made.UUID ?? "";
  assert.deepEqual(made, {
    UUID,
    EventSourceMappingArn: `arn:aws:lambda:us-east-1:${account}:event-source-mapping:${UUID}`,
    EventSourceArn,
    FunctionArn: `arn:aws:lambda:us-east-1:${account}:function:echo`,
    BatchSize: 10,
    MaximumBatchingWindowInSeconds: 0,
    FunctionResponseTypes: [],
    FilterCriteria: undefined,
    ScalingConfig: undefined,
    ProvisionedPollerConfig: undefined,
    MetricsConfig: undefined,
    KMSKeyArn: undefined,
    State: "Creating",
    StateTransitionReason: "USER_INITIATED",
    LastModified: new Date(clock.nowMs()),
  });
  const inUse = { name: "ResourceInUseException", message: /because it is in use/ };
  await assert.rejects(lambda("DeleteEventSourceMapping", { UUID }), inUse);
  await pass();
  assert.equal((await lambda("GetEventSourceMapping", { UUID })).State, "Enabled");
  const changed = await lambda("UpdateEventSourceMapping", { UUID, BatchSize: 5, FunctionName: "picky" });
  assert.deepEqual([changed.State, changed.BatchSize], ["Updating", 5]);
  assert.match(changed.FunctionArn ?? "", /:picky$/);
  await pass();
  assert.equal((await lambda("UpdateEventSourceMapping", { UUID, Enabled: false })).State, "Disabling");
  await pass();
  assert.equal((await lambda("GetEventSourceMapping", { UUID })).State, "Disabled");
  assert.equal((await lambda("UpdateEventSourceMapping", { UUID, Enabled: true })).State, "Enabling");
  await pass();

  const Resource = made.EventSourceMappingArn ?? "";
  await lambda("TagResource", { Resource, Tags: { stage: "test" } });
  await lambda("UntagResource", { Resource, TagKeys: ["team"] });
  assert.deepEqual((await lambda("ListTags", { Resource })).Tags, { stage: "test" });

  assert.equal((await lambda("DeleteEventSourceMapping", { UUID })).State, "Deleting");
  await pass();
  const gone = { name: "ResourceNotFoundException", message: "The resource you requested does not exist." };
  for (const operation of ["GetEventSourceMapping", "DeleteEventSourceMapping"] as const)
    await assert.rejects(lambda(operation, { UUID }), gone);
  await assert.rejects(lambda("UpdateEventSourceMapping", { UUID, Enabled: false }), gone);
});

test("what cannot be is refused in AWS's words, in its order", async () => {
  const EventSourceArn = await makeQueue("refused", { VisibilityTimeout: "2" });
  const fifo = await makeQueue("refused.fifo", { FifoQueue: "true" });
  const FunctionName = "echo";
  const refused = (input: object, message: string | RegExp, name = "InvalidParameterValueException") =>
    assert.rejects(lambda("CreateEventSourceMapping", input as never), { name, message });
  await refused({ FunctionName: "none" }, "Unrecognized event source.");
  await refused({ FunctionName: "none", EventSourceArn }, "Function does not exist");
  const OnSuccess = { Destination: EventSourceArn };
  await refused(
    { FunctionName: "none", EventSourceArn, DestinationConfig: { OnSuccess } },
    "Unsupported DestinationConfig parameter for given event source mapping type.",
  );
  await refused(
    { FunctionName, EventSourceArn: queueArn("none") },
    "Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist.",
  );
  await refused(
    { FunctionName, EventSourceArn },
    "Queue visibility timeout: 2 seconds is less than Function timeout: 3 seconds",
  );
  const window = "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10";
  await refused({ FunctionName, EventSourceArn, BatchSize: 11 }, window);
  const MaximumBatchingWindowInSeconds = 1;
  await refused(
    { FunctionName, EventSourceArn: fifo, MaximumBatchingWindowInSeconds },
    "Batching window is not supported for FIFO queues",
  );
  const refusedPollers = (ProvisionedPollerConfig: object, message: string) =>
    refused({ FunctionName, EventSourceArn: fifo, ProvisionedPollerConfig }, message);
  const least = "MinimumPollers and MaximumPollers must be at least 2 for an Amazon SQS event source";
  await refusedPollers({ MinimumPollers: 1 }, least);
  await refusedPollers({ MaximumPollers: 1 }, least);
  await refusedPollers(
    { MinimumPollers: 5, MaximumPollers: 3 },
    "MinimumPollers must be less than or equal to MaximumPollers",
  );
  const kinesis = `arn:aws:kinesis:us-east-1:${account}:stream/s`;
  await refused({ FunctionName, EventSourceArn: kinesis }, /Value null at 'startingPosition'/);
  await refused({ FunctionName, EventSourceArn: kinesis, StartingPosition: "LATEST" }, /a Kinesis stream/);
  await refused({ FunctionName, EventSourceArn, ParallelizationFactor: 2 }, /ParallelizationFactor/);
  const UUID = await map("refused.fifo", "echo", { Enabled: false });
  await refused(
    { FunctionName: "echo:$LATEST", EventSourceArn: fifo },
    `An event source mapping with SQS arn (" ${fifo} ") and function (" echo ") already exists. Please update or delete the existing mapping with UUID ${UUID}`,
    "ResourceConflictException",
  );
  await assert.rejects(lambda("UpdateEventSourceMapping", { UUID, BatchSize: 20 }), { message: window });
  // Nor does a change make a second one of a pair.
  const other = await map("refused.fifo", "picky", { Enabled: false });
  await assert.rejects(lambda("UpdateEventSourceMapping", { UUID: other, FunctionName: "echo:$LATEST" }), {
    name: "ResourceConflictException",
    message: `An event source mapping with SQS arn (" ${fifo} ") and function (" echo ") already exists. Please update or delete the existing mapping with UUID ${UUID}`,
  });
  assert.match((await lambda("GetEventSourceMapping", { UUID: other })).FunctionArn ?? "", /:picky$/);
  // By its own pair it is not in its own way.
  await lambda("UpdateEventSourceMapping", { UUID: other, FunctionName: "picky" });
  await pass();
  await lambda("DeleteEventSourceMapping", { UUID: other });
  await lambda("DeleteEventSourceMapping", { UUID });
  await pass();
});

test("mappings are listed by function, version and source, a page at a time", async () => {
  await lambda("PublishVersion", { FunctionName: "echo" });
  const arns = await Promise.all(["list-a", "list-b", "list-c"].map((name) => makeQueue(name)));
  const uuids = [];
  for (const name of ["list-a", "list-b"]) uuids.push(await map(name, "echo", { Enabled: false }));
  uuids.push(await map("list-c", "echo:1", { Enabled: false }));
  uuids.push(await map("list-c", "picky", { Enabled: false }));
  const list = async (input: object) =>
    (await lambda("ListEventSourceMappings", input)).EventSourceMappings?.map(({ UUID }) => UUID) ?? [];
  assert.deepEqual((await list({ FunctionName: "echo" })).sort(), uuids.slice(0, 3).sort());
  assert.deepEqual(await list({ FunctionName: "echo:1" }), [uuids[2]]);
  assert.deepEqual((await list({ EventSourceArn: arns[2] })).sort(), uuids.slice(2).sort());
  assert.deepEqual(await list({ EventSourceArn: arns[2], FunctionName: "picky" }), [uuids[3]]);
  assert.deepEqual(await list({ FunctionName: "none" }), []);
  const all: string[] = [];
  let Marker: string | undefined;
  do {
    const page = await lambda("ListEventSourceMappings", { MaxItems: 3, Marker });
    all.push(...(page.EventSourceMappings ?? []).map(({ UUID = "" }) => UUID));
    Marker = page.NextMarker;
  } while (Marker);
  assert.deepEqual(all, uuids.toSorted());
  for (const UUID of uuids) await lambda("DeleteEventSourceMapping", { UUID });
  await pass();
});

test("a message reaches the function as AWS writes it, and is deleted", async () => {
  await makeQueue("event");
  await map("event", "echo");
  await call("sqs", "SendMessage", {
    QueueUrl: queueUrl("event"),
    MessageBody: "hello",
    MessageAttributes: {
      n: { DataType: "Number", StringValue: "6" },
      raw: { DataType: "Binary", BinaryValue: Buffer.from("bytes") },
    },
  });
  const lines = await log("echo", 1);
  await untilEmpty("event");
  const text = lines.find((line) => line.startsWith("{'Records'")) ?? "";
  const [record] = JSON.parse(text.replaceAll("'", '"')).Records;
  assert.deepEqual(Object.keys(record), [
    ...["messageId", "receiptHandle", "body", "attributes", "messageAttributes", "md5OfMessageAttributes"],
    ...["md5OfBody", "eventSource", "eventSourceARN", "awsRegion"],
  ]);
  assert.deepEqual(
    [record.body, record.eventSource, record.eventSourceARN, record.awsRegion],
    ["hello", "aws:sqs", queueArn("event"), "us-east-1"],
  );
  assert.deepEqual(Object.keys(record.attributes).sort(), [
    ...["ApproximateFirstReceiveTimestamp", "ApproximateReceiveCount", "SenderId", "SentTimestamp"],
  ]);
  assert.equal(record.attributes.ApproximateReceiveCount, "1");
  const lists = { stringListValues: [], binaryListValues: [] };
  assert.deepEqual(record.messageAttributes, {
    n: { stringValue: "6", ...lists, dataType: "Number" },
    raw: { binaryValue: Buffer.from("bytes").toString("base64"), ...lists, dataType: "Binary" },
  });
});

test("a disabled mapping takes nothing; enabled it does, and what the function reports alone comes again", async () => {
  await makeQueue("partial");
  const UUID = await map("partial", "picky", { Enabled: false, FunctionResponseTypes: ["ReportBatchItemFailures"] });
  await send("partial", "good", "poison", "fine");
  await pass();
  assert.equal(await left("partial"), 3);
  await lambda("UpdateEventSourceMapping", { UUID, Enabled: true });
  await pass();
  await eventually(async () => ((await left("partial")) === 1 ? true : undefined), "two to be deleted");
  assert.equal((await batches(1)).length, 1);
  clock.advance(30_000);
  assert.deepEqual(await batches(2), [["good", "poison", "fine"], ["poison"]]);
  // An answer that names nothing of the batch fails all of it.
  await lambda("UpdateEventSourceMapping", { UUID, Enabled: false });
  await pass();
  await call("sqs", "PurgeQueue", { QueueUrl: queueUrl("partial") });
  await send("partial", "break", "whole");
  await lambda("UpdateEventSourceMapping", { UUID, Enabled: true });
  await pass();
  assert.deepEqual((await batches(3)).at(-1), ["break", "whole"]);
  assert.equal(await left("partial"), 2);
  await lambda("DeleteEventSourceMapping", { UUID });
  await pass();
});

async function batches(count: number): Promise<string[][]> {
  const lines = await log("picky", count);
  return lines.filter((line) => line.startsWith("BATCH ")).map((line) => JSON.parse(line.slice(6)));
}

test("a throttled function burns no receive; with room again its messages come", async (context) => {
  await makeQueue("throttled");
  await create("narrow", "def handler(event, context):\n    pass\n");
  await lambda("PutFunctionConcurrency", { FunctionName: "narrow", ReservedConcurrentExecutions: 0 });
  const admit = context.mock.method(state.invoker, "admit");
  await send("throttled", "patient");
  const UUID = await map("throttled", "narrow");
  // It has asked for room twice, and had none.
  for (const times of [1, 2]) {
    await eventually(async () => admit.mock.callCount() >= times || undefined, "the poller to ask");
    clock.advance(1_000);
  }
  const { Messages = [] } = await call("sqs", "ReceiveMessage", {
    QueueUrl: queueUrl("throttled"),
    VisibilityTimeout: 0,
    MessageSystemAttributeNames: ["ApproximateReceiveCount"],
  });
  assert.equal(Messages[0]?.Attributes?.ApproximateReceiveCount, "1", "only this look has received it");
  await lambda("PutFunctionConcurrency", { FunctionName: "narrow", ReservedConcurrentExecutions: 1 });
  await untilEmpty("throttled");
  await lambda("DeleteEventSourceMapping", { UUID });
  await pass();
});

test("a FIFO queue's group is handled in its order, one batch at a time", async () => {
  await makeQueue("ordered.fifo", { FifoQueue: "true", ContentBasedDeduplication: "true" });
  await create("ordered", "def handler(event, context):\n    print('BODY', *[r['body'] for r in event['Records']])\n");
  for (let n = 0; n < 20; n++)
    await call("sqs", "SendMessage", {
      QueueUrl: queueUrl("ordered.fifo"),
      MessageBody: String(n),
      MessageGroupId: "g",
    });
  const UUID = await map("ordered.fifo", "ordered", { BatchSize: 3 });
  await untilEmpty("ordered.fifo");
  const lines = await log("ordered", 7);
  const bodies = lines.filter((line) => line.startsWith("BODY")).flatMap((line) => line.trim().split(" ").slice(1));
  assert.deepEqual(
    bodies,
    Array.from({ length: 20 }, (_, n) => String(n)),
  );
  await lambda("DeleteEventSourceMapping", { UUID });
  await pass();
});

/** Holds the function's invocations until so many run at the same time; gives how many ever did. */
function holdUntil(context: TestContext, running: number): { readonly most: () => number } {
  const gate = Promise.withResolvers<void>();
  const { invoker } = state;
  const run = invoker.runAdmitted.bind(invoker);
  let now = 0;
  let most = 0;
  context.mock.method(invoker, "runAdmitted", async (...args: Parameters<typeof run>) => {
    now += 1;
    most = Math.max(most, now);
    // Those that would come besides have had their chance.
    if (now === running) setImmediate(gate.resolve);
    await gate.promise;
    return run(...args).finally(() => {
      now -= 1;
    });
  });
  return { most: () => most };
}

test("a mapping never runs more batches at the same time than its MaximumConcurrency", async (context) => {
  await makeQueue("two-at-a-time");
  await send("two-at-a-time", ..."01234567");
  const held = holdUntil(context, 2);
  const UUID = await map("two-at-a-time", "echo", { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } });
  await untilEmpty("two-at-a-time");
  assert.equal(held.most(), 2);
  await lambda("DeleteEventSourceMapping", { UUID });
  await pass();
});

test("provisioned pollers handle ten batches each at the same time from the start, and no more than the most of them", async (context) => {
  await makeQueue("provisioned");
  const bodies = Array.from({ length: 40 }, (_, n) => String(n));
  for (let from = 0; from < bodies.length; from += 10) await send("provisioned", ...bodies.slice(from, from + 10));
  const held = holdUntil(context, 20);
  const UUID = await map("provisioned", "echo", {
    BatchSize: 1,
    ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 2 },
  });
  await untilEmpty("provisioned");
  assert.equal(held.most(), 20);
  await lambda("DeleteEventSourceMapping", { UUID });
  await pass();
});

test("a message that a loop of the function has sent too often is not handled, unless its loops are allowed", async () => {
  await makeQueue("loop");
  await create("looped", "def handler(event, context):\n    print('BODY', event['Records'][0]['body'])\n");
  const arn = `arn:aws:lambda:us-east-1:${account}:function:looped`;
  let trace: string | undefined;
  for (let turn = 0; turn < 16; turn++) trace = continueTrace(trace, arn, clock.nowMs(), table.host.random).text;
  await call("sqs", "SendMessage", {
    QueueUrl: queueUrl("loop"),
    MessageBody: "again",
    MessageSystemAttributes: { AWSTraceHeader: { DataType: "String", StringValue: trace } },
  });
  const UUID = await map("loop", "looped", { BatchSize: 1 });
  await send("loop", "fine");
  const handled = async () => (await log("looped", 1)).filter((line) => line.startsWith("BODY")).map((l) => l.trim());
  assert.deepEqual(await handled(), ["BODY fine"]);
  await eventually(async () => ((await left("loop")) === 1 ? true : undefined), "one to be left");
  // Nor does it hide in a batch behind others: they are handled without it.
  await lambda("UpdateEventSourceMapping", { UUID, Enabled: false, BatchSize: 10 });
  await pass(30_000);
  await send("loop", "also fine");
  await lambda("UpdateEventSourceMapping", { UUID, Enabled: true });
  await pass();
  await log("looped", 2);
  assert.deepEqual(await handled(), ["BODY fine", "BODY also fine"]);
  await eventually(async () => ((await left("loop")) === 1 ? true : undefined), "one to be left");
  await lambda("PutFunctionRecursionConfig", { FunctionName: "looped", RecursiveLoop: "Allow" });
  await pass(30_000);
  await untilEmpty("loop");
  await log("looped", 3);
  assert.deepEqual(await handled(), ["BODY fine", "BODY also fine", "BODY again"]);
  await lambda("DeleteEventSourceMapping", { UUID });
  await pass();
});

test("a mapping outlives its function and its queue, and goes on with those that take their names", async () => {
  await makeQueue("outlived");
  await create("goes", "def handler(event, context):\n    pass\n");
  const UUID = await map("outlived", "goes");
  await lambda("DeleteFunction", { FunctionName: "goes" });
  await send("outlived", "waits");
  await pass(1_000);
  assert.equal((await lambda("GetEventSourceMapping", { UUID })).State, "Enabled");
  assert.equal(await left("outlived"), 1);
  await create("goes", "def handler(event, context):\n    pass\n");
  // It is looked for again after a while: nothing else happens meanwhile, as long as nobody has taken the message.
  await eventually(async () => {
    if ((await taken("outlived")) > 0) return true;
    clock.advance(1_000);
    return (await left("outlived")) === 0 || undefined;
  }, "the message to be taken");
  await untilEmpty("outlived");
  await lambda("DeleteEventSourceMapping", { UUID });
  await pass();
});

test("a queue's visibility timeout is followed: what a window gathers does not come again meanwhile", async (context) => {
  const run = context.mock.method(state.invoker, "runAdmitted");
  // Time goes on until the batch of the last message that was sent is handled.
  const handled = async (times: number, stepMs: number) => {
    await eventually(async () => {
      if (run.mock.callCount() === times) return true;
      clock.advance(stepMs);
      return undefined;
    }, "the window to close");
    await untilEmpty("followed");
  };
  await makeQueue("followed", { VisibilityTimeout: "300" });
  await create("gathers", "def handler(event, context):\n    print('BODY', *[r['body'] for r in event['Records']])\n");
  const UUID = await map("followed", "gathers", { MaximumBatchingWindowInSeconds: 100 });
  await send("followed", "first");
  await eventually(async () => (await taken("followed")) === 1 || undefined, "the first window");
  await call("sqs", "SetQueueAttributes", { QueueUrl: queueUrl("followed"), Attributes: { VisibilityTimeout: "20" } });
  await handled(1, 10_000);
  await send("followed", "second");
  // A window of a hundred seconds would have it five times.
  await handled(2, 1_000);
  assert.deepEqual(
    (await log("gathers", 2)).filter((line) => line.startsWith("BODY")).map((line) => line.trim()),
    ["BODY first", "BODY second"],
  );
  await lambda("DeleteEventSourceMapping", { UUID });
  await pass();
});

test("mappings that ask for it are counted, by their UUIDs", async () => {
  await makeQueue("counted");
  const UUID = await map("counted", "echo", { MetricsConfig: { Metrics: ["EventCount"] } });
  assert.deepEqual((await lambda("GetEventSourceMapping", { UUID })).MetricsConfig, { Metrics: ["EventCount"] });
  await send("counted", "a", "b");
  await untilEmpty("counted");
  await eventually(async () => {
    await state.mappingMetrics.send();
    return (await total(UUID, "DeletedEventCount")) === 2 ? true : undefined;
  }, "the metrics");
  for (const counter of ["PolledEventCount", "InvokedEventCount"]) assert.equal(await total(UUID, counter), 2);
  assert.equal(await total(UUID, "FailedInvokeEventCount"), undefined);
  await lambda("DeleteEventSourceMapping", { UUID });
  await pass();
});

async function total(UUID: string, MetricName: string): Promise<number | undefined> {
  const { Datapoints = [] } = await call("cloudwatch", "GetMetricStatistics", {
    Namespace: "AWS/Lambda",
    MetricName,
    Dimensions: [{ Name: "EventSourceMappingUUID", Value: UUID }],
    StartTime: new Date(clock.nowMs() - 3_600_000),
    EndTime: new Date(clock.nowMs() + 60_000),
    Period: 3_600,
    Statistics: ["Sum"],
  });
  return Datapoints[0]?.Sum;
}

test("messages that no filter wants are deleted unhandled", async () => {
  await makeQueue("filtered");
  await create(
    "filtering",
    "def handler(event, context):\n    print('BODY', *[r['body'] for r in event['Records']])\n",
  );
  const FilterCriteria = {
    Filters: [{ Pattern: '{"body":{"kind":["order"]}}' }, { Pattern: '{"body":[{"prefix":"plain"}]}' }],
  };
  const EventSourceArn = queueArn("filtered");
  for (const Pattern of ["null", "simple string", '{"eventSource":"aws:sqs"}', '{"eventSource":[]}'])
    await assert.rejects(
      lambda("CreateEventSourceMapping", {
        EventSourceArn,
        FunctionName: "filtering",
        FilterCriteria: { Filters: [{ Pattern }] },
      }),
      { name: "InvalidParameterValueException", message: "Invalid filter pattern definition." },
    );
  const UUID = await map("filtered", "filtering", { FilterCriteria });
  assert.deepEqual((await lambda("GetEventSourceMapping", { UUID })).FilterCriteria, FilterCriteria);
  await send("filtered", '{"kind":"order"}', '{"kind":"noise"}', "plainly", "other", '["plain"]');
  await untilEmpty("filtered");
  const bodies = (await log("filtering", 1)).filter((line) => line.startsWith("BODY"));
  assert.deepEqual(
    bodies
      .join(" ")
      .trim()
      .split(/\s+/)
      .filter((word) => word !== "BODY"),
    ['{"kind":"order"}', "plainly"],
  );
  await lambda("UpdateEventSourceMapping", { UUID, FilterCriteria: { Filters: [] } });
  await pass();
  assert.equal((await lambda("GetEventSourceMapping", { UUID })).FilterCriteria, undefined);
  await lambda("DeleteEventSourceMapping", { UUID });
  await pass();
});
