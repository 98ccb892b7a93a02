import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually } from "../../../../test/support/eventually.ts";
import { openLambda, wholeFile } from "../../../../test/support/lambda.ts";
import { s3 } from "../../s3/service.ts";

const { create, lambda, log, call, clock, table, asRoot } = await openLambda(wholeFile, { services: [s3] });
const arnOf = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
const FunctionName = "source";
await create(
  FunctionName,
  "def handler(event, context):\n    if event.get('fail'): raise ValueError('no good')\n    return {'did': event}\n",
);
await create("target", "import json\ndef handler(event, context):\n    print('told', json.dumps(event))\n");
await call("s3", "CreateBucket", { Bucket: "failures" });

function send(event: object, more: object = {}) {
  const Payload = Buffer.from(JSON.stringify(event));
  return lambda("Invoke", { FunctionName, InvocationType: "Event", Payload, ...more } as never);
}

/** The records that the target function was told, once there are so many. */
async function told(count: number) {
  const messages = await log("target", count);
  return messages.filter((line) => line.startsWith("told ")).map((line) => JSON.parse(line.slice(5)));
}

test("PutFunctionEventInvokeConfig replaces all, UpdateFunctionEventInvokeConfig what it names", async () => {
  const put = await lambda("PutFunctionEventInvokeConfig", {
    FunctionName,
    MaximumRetryAttempts: 1,
    MaximumEventAgeInSeconds: 60,
  });
  assert.equal(put.FunctionArn, `${arnOf(FunctionName)}:$LATEST`);
  assert.deepEqual(put.LastModified, new Date(clock.nowMs()));
  const updated = await lambda("UpdateFunctionEventInvokeConfig", { FunctionName, MaximumRetryAttempts: 0 });
  assert.deepEqual([updated.MaximumRetryAttempts, updated.MaximumEventAgeInSeconds], [0, 60]);
  await lambda("PutFunctionEventInvokeConfig", { FunctionName, MaximumRetryAttempts: 2 });
  const found = await lambda("GetFunctionEventInvokeConfig", { FunctionName });
  assert.deepEqual([found.MaximumRetryAttempts, found.MaximumEventAgeInSeconds], [2, undefined]);
  const { Version: Qualifier } = await lambda("PublishVersion", { FunctionName });
  await lambda("PutFunctionEventInvokeConfig", { FunctionName, Qualifier, MaximumRetryAttempts: 1 });
  const listed = await lambda("ListFunctionEventInvokeConfigs", { FunctionName });
  assert.deepEqual(listed.FunctionEventInvokeConfigs?.map((config) => config.FunctionArn).sort(), [
    `${arnOf(FunctionName)}:$LATEST`,
    `${arnOf(FunctionName)}:1`,
  ]);
  await lambda("DeleteFunctionEventInvokeConfig", { FunctionName, Qualifier });
  const missing = {
    name: "ResourceNotFoundException",
    message: `The function ${arnOf(FunctionName)}:1 doesn't have an EventInvokeConfig`,
  };
  await assert.rejects(lambda("GetFunctionEventInvokeConfig", { FunctionName, Qualifier }), missing);
  await assert.rejects(lambda("DeleteFunctionEventInvokeConfig", { FunctionName, Qualifier }), missing);
  await assert.rejects(
    lambda("UpdateFunctionEventInvokeConfig", { FunctionName, Qualifier, MaximumRetryAttempts: 1 }),
    missing,
  );
});

test("what is out of range or leads nowhere is refused", async () => {
  const refuses = (more: object, name: string, message: string | RegExp) =>
    assert.rejects(lambda("PutFunctionEventInvokeConfig", { FunctionName, ...more }), { name, message });
  await refuses({}, "InvalidParameterValueException", /^You must specify at least one of error handling/);
  await refuses({ MaximumRetryAttempts: 3 }, "ValidationException", /less than or equal to 2$/);
  await refuses({ MaximumEventAgeInSeconds: 59 }, "ValidationException", /greater than or equal to 60$/);
  await refuses(
    { FunctionName: "absent", MaximumRetryAttempts: 1 },
    "ResourceNotFoundException",
    "The function doesn't exist.",
  );
  const to = (Destination: string, which = "OnFailure") => ({ DestinationConfig: { [which]: { Destination } } });
  const itself = "You can't specify the function as a destination for itself.";
  await refuses(to(arnOf(FunctionName)), "InvalidParameterValueException", itself);
  await refuses(
    to(arnOf("absent")),
    "InvalidParameterValueException",
    `The destination ARN ${arnOf("absent")} is invalid.`,
  );
  await refuses(to("arn:aws:s3:::absent"), "InvalidParameterValueException", /is invalid\.$/);
  await refuses(to("arn:aws:s3:::failures", "OnSuccess"), "InvalidParameterValueException", /destination config/);
  const queue = "arn:aws:sqs:us-east-1:000000000000:queue";
  await refuses(to(queue), "InvalidParameterValueException", /does not have the service of the destination yet: sqs/);
  await assert.rejects(
    lambda("UpdateFunctionConfiguration", { FunctionName, DeadLetterConfig: { TargetArn: queue } }),
    { message: /does not have the service of the destination yet: sqs/ },
  );
  await assert.rejects(
    lambda("UpdateFunctionConfiguration", { FunctionName, DeadLetterConfig: { TargetArn: arnOf("target") } }),
    { message: /Dead-letter targets are SQS queues and SNS topics/ },
  );
});

test("a Lambda destination is told of success and of failure with AWS's record", async () => {
  const Destination = arnOf("target");
  await lambda("PutFunctionEventInvokeConfig", {
    FunctionName,
    MaximumRetryAttempts: 0,
    DestinationConfig: { OnSuccess: { Destination }, OnFailure: { Destination } },
  });
  await send({ n: 1 });
  const [success] = await told(1);
  assert.deepEqual(success, {
    version: "1.0",
    timestamp: success.timestamp,
    requestContext: {
      requestId: success.requestContext.requestId,
      functionArn: `${arnOf(FunctionName)}:$LATEST`,
      condition: "Success",
      approximateInvokeCount: 1,
    },
    requestPayload: { n: 1 },
    responseContext: { statusCode: 200, executedVersion: "$LATEST" },
    responsePayload: { did: { n: 1 } },
  });
  await send({ fail: true });
  const failure = (await told(2)).at(-1);
  assert.equal(failure.requestContext.condition, "RetriesExhausted");
  assert.equal(failure.requestContext.approximateInvokeCount, 1);
  assert.deepEqual(failure.responseContext, {
    statusCode: 200,
    executedVersion: "$LATEST",
    functionError: "Unhandled",
  });
  assert.equal(failure.responsePayload.errorMessage, "no good");
});

test("an S3 destination gets an object for each failure", async () => {
  const Destination = "arn:aws:s3:::failures";
  await lambda("PutFunctionEventInvokeConfig", {
    FunctionName,
    MaximumRetryAttempts: 0,
    DestinationConfig: { OnFailure: { Destination } },
  });
  await send({ fail: true });
  const Key = await eventually(
    async () => (await call("s3", "ListObjectsV2", { Bucket: "failures" })).Contents?.[0]?.Key,
    "the record",
  );
  assert.match(Key, /^aws\/lambda\/async\/source\/2026\/01\/01\/2026-01-01T\d\d\.\d\d\.\d\d-[0-9a-f-]{36}$/);
});

test("a function that loops through itself is stopped after 16 turns, unless that is allowed", async () => {
  assert.equal((await lambda("GetFunctionRecursionConfig", { FunctionName })).RecursiveLoop, "Terminate");
  await create("loops", "import os\ndef handler(event, context):\n    return os.environ['_X_AMZN_TRACE_ID']\n");
  let trace: string | undefined;
  const turn = async () => {
    const Payload = Buffer.from("{}");
    const headers: Record<string, string> = trace === undefined ? {} : { "x-amzn-trace-id": trace };
    trace = (await invokeWith("loops", Payload, headers)) as string;
  };
  for (let n = 0; n < 16; n++) await turn();
  await assert.rejects(turn(), { name: "RecursiveInvocationException" });
  await lambda("PutFunctionRecursionConfig", { FunctionName: "loops", RecursiveLoop: "Allow" });
  await turn();
  assert.match(trace ?? "", /;Lineage=1:[0-9a-f]{8}:17$/);
});

/** As a request from outside with headers. */
async function invokeWith(name: string, Payload: Buffer, headers: Record<string, string>): Promise<unknown> {
  const { createContext } = await import("../../operation-table.ts");
  const operation = table.find("lambda", "Invoke");
  assert.ok(operation);
  const context = createContext(table, operation.service, {
    ...asRoot,
    requestId: table.host.random.uuid(),
    request: { headers, sourceIp: "127.0.0.1", endpoint: "", trailers: () => ({}) },
    signal: new AbortController().signal,
  });
  const { Payload: answer } = await operation.run({ FunctionName: name, Payload }, context);
  return JSON.parse(String(answer));
}

test("InvokeAsync, the call of 2014, accepts an event", async () => {
  await create("ancient", "def handler(event, context):\n    print('ran', event['n'])\n");
  const { Status } = await lambda("InvokeAsync", {
    FunctionName: "ancient",
    InvokeArgs: Buffer.from('{"n":1}'),
  } as never);
  assert.equal(Status, 202);
  assert.ok((await log("ancient")).includes("ran 1\n"));
});
