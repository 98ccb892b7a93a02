import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually } from "../../../../test/support/eventually.ts";
import { openLambda, wholeFile } from "../../../../test/support/lambda.ts";
import { cloudwatch } from "../../cloudwatch/service.ts";
import { dynamodb } from "../../dynamodb/service.ts";
import { dynamodbStreams } from "../../dynamodb/streams/service.ts";
import { sqs } from "../../sqs/service.ts";

const services = [cloudwatch, dynamodb, dynamodbStreams, sqs];
const { create, lambda, call, clock, table, log, state } = await openLambda(wholeFile, { services });
const account = "000000000000";

/** Tells of each batch what was in it; what is in `fail` of an item fails. */
await create(
  "follow",
  `import json
def handler(event, context):
    images = [r["dynamodb"].get("NewImage", {}) for r in event["Records"]]
    names = [r["dynamodb"]["Keys"]["id"]["S"] + "/" + i.get("n", {}).get("S", "gone") for r, i in zip(event["Records"], images)]
    print("BATCH " + json.dumps(names))
    if any("error" in i for i in images):
        raise Exception("no")
    failed = [r["dynamodb"]["SequenceNumber"] for r, i in zip(event["Records"], images) if "poison" in i]
    return {"batchItemFailures": [{"itemIdentifier": s} for s in failed]}
`,
);
await create("echo", "def handler(event, context):\n    print(event)\n");
await create(
  "windows",
  `import json
def handler(event, context):
    state = event["state"]
    state["sum"] = state.get("sum", 0) + len(event["Records"])
    print("WINDOW " + json.dumps([state["sum"], event["isFinalInvokeForWindow"], event["window"]["start"]]))
    return {"state": state}
`,
);

async function makeTable(TableName: string, partitions = 1): Promise<string> {
  const { TableDescription } = await call("dynamodb", "CreateTable", {
    TableName,
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: (partitions - 1) * 1_000 + 1 },
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
  });
  await pass();
  return TableDescription?.LatestStreamArn ?? "";
}

const put = (TableName: string, id: string, n: string, more: Record<string, { S: string }> = {}) =>
  call("dynamodb", "PutItem", { TableName, Item: { id: { S: id }, n: { S: n }, ...more } });

/** The state that passes has passed. */
async function pass(milliseconds = 250): Promise<void> {
  clock.advance(milliseconds);
  await table.host.storage.timers.idle();
}

async function map(EventSourceArn: string, FunctionName: string, more: object = {}): Promise<string> {
  const asked = { EventSourceArn, FunctionName, StartingPosition: "TRIM_HORIZON" as const, ...more };
  const { UUID = "" } = await lambda("CreateEventSourceMapping", asked);
  await pass();
  return UUID;
}

async function unmap(UUID: string): Promise<void> {
  await lambda("DeleteEventSourceMapping", { UUID });
  await pass();
}

/** Waits for batches of a function; time goes on meanwhile. */
async function batches(name: string, isEnough: (all: string[][]) => boolean): Promise<string[][]> {
  return eventually(async () => {
    clock.advance(500);
    const all = (await log(name))
      .filter((line) => line.startsWith("BATCH "))
      .map((line) => JSON.parse(line.slice(6)) as string[]);
    return isEnough(all) ? all : undefined;
  }, "batches");
}

test("a mapping of a stream is made with AWS's defaults, and refused in AWS's words", async () => {
  const EventSourceArn = await makeTable("life");
  const asked = { EventSourceArn, FunctionName: "echo", StartingPosition: "LATEST" as const };
  const made = await lambda("CreateEventSourceMapping", asked);
  const UUID = made.UUID ?? "";
  assert.deepEqual(
    { ...made, EventSourceMappingArn: undefined },
    {
      UUID,
      EventSourceMappingArn: undefined,
      EventSourceArn,
      FunctionArn: `arn:aws:lambda:us-east-1:${account}:function:echo`,
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 0,
      FunctionResponseTypes: [],
      FilterCriteria: undefined,
      ScalingConfig: undefined,
      ProvisionedPollerConfig: undefined,
      MetricsConfig: undefined,
      KMSKeyArn: undefined,
      StartingPosition: "LATEST",
      ParallelizationFactor: 1,
      BisectBatchOnFunctionError: false,
      MaximumRetryAttempts: -1,
      MaximumRecordAgeInSeconds: -1,
      TumblingWindowInSeconds: 0,
      DestinationConfig: { OnFailure: { Destination: undefined } },
      LastProcessingResult: "No records processed",
      State: "Creating",
      StateTransitionReason: "User action",
      LastModified: new Date(clock.nowMs()),
    },
  );
  await pass();
  const changed = await lambda("UpdateEventSourceMapping", { UUID, BatchSize: 7, MaximumRetryAttempts: 3 });
  assert.deepEqual([changed.BatchSize, changed.MaximumRetryAttempts, changed.State], [7, 3, "Updating"]);
  await pass();
  const refused = (more: object, message: string | RegExp, name = "InvalidParameterValueException") =>
    assert.rejects(lambda("CreateEventSourceMapping", { ...asked, ...more }), { name, message });
  const gone = EventSourceArn.replace("life", "gone");
  await refused({ EventSourceArn: gone }, `Stream not found: ${gone}`);
  await refused(
    { ScalingConfig: { MaximumConcurrency: 5 } },
    "Unsupported ScalingConfig parameter for given event source mapping type.",
  );
  await refused({ FilterCriteria: { Filters: [{ Pattern: "single-string" }] } }, "Invalid filter pattern definition.");
  await refused(
    { DestinationConfig: { OnFailure: { Destination: "arn:aws:sqs:us-east-1:000000000000:none" } } },
    /invalid/,
  );
  await refused({}, /provided mapping already exists/, "ResourceConflictException");
  await unmap(UUID);
});

test("records reach the function as AWS writes them, and wake it", async () => {
  const arn = await makeTable("seen");
  const UUID = await map(arn, "echo");
  await put("seen", "a", "1");
  const line = await eventually(async () => (await log("echo")).find((each) => each.includes("eventID")), "an event");
  assert.match(line, /'eventName': 'INSERT', 'eventVersion': '1.1', 'eventSource': 'aws:dynamodb'/);
  assert.match(line, /'dynamodb': {'ApproximateCreationDateTime': \d+\.0, 'Keys': {'id': {'S': 'a'}}, 'NewImage': /);
  assert.match(line, new RegExp(`'eventSourceARN': '${arn}'`));
  await eventually(
    async () => ((await lambda("GetEventSourceMapping", { UUID })).LastProcessingResult === "OK" ? true : undefined),
    "the result",
  );
  await unmap(UUID);
  const ages = await eventually(async () => {
    clock.advance(60_000);
    const { Datapoints = [] } = await call("cloudwatch", "GetMetricStatistics", {
      Namespace: "AWS/Lambda",
      MetricName: "IteratorAge",
      Dimensions: [{ Name: "FunctionName", Value: "echo" }],
      StartTime: new Date(clock.nowMs() - 3_600_000),
      EndTime: new Date(clock.nowMs()),
      Period: 86_400,
      Statistics: ["SampleCount", "Minimum"],
    });
    return Datapoints.length > 0 ? Datapoints : undefined;
  }, "the age of the record");
  assert.equal(ages[0]?.SampleCount, 1);
  assert.ok((ages[0]?.Minimum ?? -1) >= 0);
});

test("a batch that fails holds up what is behind it, is halved, and is given up to its destination", async () => {
  const arn = await makeTable("failing");
  await call("sqs", "CreateQueue", { QueueName: "discarded" });
  const Destination = `arn:aws:sqs:us-east-1:${account}:discarded`;
  await put("failing", "a", "1");
  await put("failing", "b", "2", { error: { S: "yes" } });
  await put("failing", "c", "3");
  const UUID = await map(arn, "follow", {
    MaximumRetryAttempts: 1,
    BisectBatchOnFunctionError: true,
    DestinationConfig: { OnFailure: { Destination } },
  });
  const all = await batches("follow", (each) => each.some((names) => names.length === 1 && names[0] === "c/3"));
  assert.deepEqual(all, [["a/1", "b/2", "c/3"], ["a/1", "b/2"], ["a/1"], ["b/2"], ["b/2"], ["c/3"]]);
  const QueueUrl = `http://localhost:4566/${account}/discarded`;
  const body = await eventually(
    async () => (await call("sqs", "ReceiveMessage", { QueueUrl })).Messages?.[0]?.Body,
    "what was given up",
  );
  const told = JSON.parse(body);
  assert.deepEqual(
    { ...told.requestContext, requestId: undefined },
    {
      requestId: undefined,
      functionArn: `arn:aws:lambda:us-east-1:${account}:function:follow`,
      condition: "RetryAttemptsExhausted",
      approximateInvokeCount: 2,
    },
  );
  assert.deepEqual(told.responseContext, { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" });
  assert.deepEqual([told.DDBStreamBatchInfo.batchSize, told.DDBStreamBatchInfo.streamArn], [1, arn]);
  assert.equal(told.DDBStreamBatchInfo.startSequenceNumber, told.DDBStreamBatchInfo.endSequenceNumber);
  await unmap(UUID);
});

test("of a batch whose failures are reported only what is behind the first comes again", async () => {
  const arn = await makeTable("partial");
  const UUID = await map(arn, "follow", {
    FunctionResponseTypes: ["ReportBatchItemFailures"],
    MaximumRetryAttempts: 1,
    FilterCriteria: {
      Filters: [{ Pattern: JSON.stringify({ dynamodb: { NewImage: { n: { S: [{ prefix: "p" }] } } } }) }],
    },
    MaximumBatchingWindowInSeconds: 1,
  });
  await put("partial", "a", "p1");
  await put("partial", "x", "filtered out");
  await put("partial", "b", "p2", { poison: { S: "yes" } });
  await put("partial", "c", "p3");
  const all = await batches("follow", (each) => each.some((names) => names.includes("c/p3")) && each.length >= 9);
  const mine = all.filter((names) => names.some((name) => name.includes("/p")));
  assert.deepEqual(mine, [
    ["a/p1", "b/p2", "c/p3"],
    ["b/p2", "c/p3"],
    ["b/p2", "c/p3"],
  ]);
  await unmap(UUID);
});

test("each key's records stay in order over shards, lanes and a change of who reads", async () => {
  const arn = await makeTable("ordered", 2);
  const UUID = await map(arn, "follow", { ParallelizationFactor: 3, BatchSize: 5 });
  const keys = ["k1", "k2", "k3", "k4", "k5", "k6"];
  for (let n = 0; n < 10; n++) await Promise.all(keys.map((key) => put("ordered", key, `o${n}`)));
  await state.eventSources.stop();
  for (let n = 10; n < 15; n++) await Promise.all(keys.map((key) => put("ordered", key, `o${n}`)));
  state.eventSources.start();
  // Its shards become others, whose records come behind theirs.
  const ProvisionedThroughput = { ReadCapacityUnits: 1, WriteCapacityUnits: 4_001 };
  await call("dynamodb", "UpdateTable", { TableName: "ordered", ProvisionedThroughput });
  for (let n = 15; n < 20; n++) {
    await Promise.all(keys.map((key) => put("ordered", key, `o${n}`)));
    await pass();
  }
  const seen = (all: string[][], key: string) =>
    all.flat().flatMap((name) => (name.startsWith(`${key}/o`) ? [Number(name.slice(key.length + 2))] : []));
  const all = await batches("follow", (each) => keys.every((key) => seen(each, key).includes(19)));
  for (const key of keys) {
    // What is repeated begins again at some point, and goes on in order; nothing is skipped.
    const numbers = seen(all, key);
    for (let at = 1; at < numbers.length; at++) assert.ok(numbers[at]! <= numbers[at - 1]! + 1, numbers.join(" "));
    assert.equal(new Set(numbers).size, 20);
  }
  await unmap(UUID);
});

test("a tumbling window hands its state on, and ends", async () => {
  const arn = await makeTable("tumbling");
  const UUID = await map(arn, "windows", { TumblingWindowInSeconds: 60, BatchSize: 1 });
  for (const id of ["a", "b", "c"]) await put("tumbling", id, "1");
  const lines = await eventually(async () => {
    const all = (await log("windows"))
      .filter((line) => line.startsWith("WINDOW "))
      .map((line) => JSON.parse(line.slice(7)));
    if (all.filter(([, isFinal]) => !isFinal).length >= 3) clock.advance(61_000);
    return all.some(([, isFinal]) => isFinal) ? all : undefined;
  }, "the end of a window");
  assert.deepEqual(
    lines.map(([sum, isFinal]) => [sum, isFinal]),
    [
      [1, false],
      [2, false],
      [3, false],
      [3, true],
    ],
  );
  assert.equal(new Set(lines.map(([, , start]) => start)).size, 1);
  await unmap(UUID);
});
