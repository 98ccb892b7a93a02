import assert from "node:assert/strict";
import { test } from "node:test";
import { AwsError } from "../../src/platform/aws-error.ts";
import type { Protocol } from "../../src/wire/wire.ts";
import { openServicesWire } from "../support/wire.ts";
import { createCommand, createSdkClient } from "./sdk-client.ts";

/** Event streams as the SDK's clients read them: what is in the events, and how a stream ends early. */
const wire = openServicesWire();

test("S3 SelectObjectContent: records are bytes, statistics are XML, Cont and End are empty", async () => {
  const details = { BytesScanned: 1, BytesProcessed: 2, BytesReturned: 3 };
  const events = [
    { Records: { Payload: Buffer.from("a,b\n") } },
    { Cont: {} },
    { Stats: { Details: details } },
    { End: {} },
  ];
  const input = {
    Bucket: "bucket",
    Key: "key",
    Expression: "select",
    ExpressionType: "SQL",
    InputSerialization: {},
    OutputSerialization: {},
  };
  const received = await receive("s3", "restXml", "SelectObjectContent", input, { Payload: events }, "Payload");
  assert.equal(Buffer.from((received[0] as { Records: { Payload: Uint8Array } }).Records.Payload).toString(), "a,b\n");
  assert.deepEqual(received.slice(1), [{ Cont: {} }, { Stats: { Details: details } }, { End: {} }]);
});

test("Lambda InvokeWithResponseStream: chunks are bytes, the end says how it went", async () => {
  const EventStream = [
    { PayloadChunk: { Payload: Buffer.from("one") } },
    { PayloadChunk: { Payload: Buffer.from("two") } },
    { InvokeComplete: { ErrorCode: "Unhandled", ErrorDetails: "it failed" } },
  ];
  const output = { StatusCode: 200, ExecutedVersion: "$LATEST", EventStream };
  const input = { FunctionName: "f" };
  const received = await receive("lambda", "restJson1", "InvokeWithResponseStream", input, output, "EventStream");
  const chunks = received.slice(0, 2) as { PayloadChunk: { Payload: Uint8Array } }[];
  assert.deepEqual(
    chunks.map(({ PayloadChunk }) => Buffer.from(PayloadChunk.Payload).toString()),
    ["one", "two"],
  );
  assert.deepEqual(received[2], EventStream[2]);
});

test("Logs StartLiveTail: the response comes first, then sessions and updates", async () => {
  const responseStream = [
    { sessionStart: { sessionId: "s", logGroupIdentifiers: ["arn"] } },
    { sessionUpdate: { sessionMetadata: { sampled: false }, sessionResults: [{ message: "hé", timestamp: 5 }] } },
  ];
  const input = { logGroupIdentifiers: ["arn:aws:logs:us-east-1:000000000000:log-group:g"] };
  assert.deepEqual(
    await receive("cloudwatch-logs", "awsJson1_1", "StartLiveTail", input, { responseStream }, "responseStream"),
    responseStream,
  );
});

test("an error that the stream's model has ends it as that exception", async () => {
  const responseStream = failing(
    { sessionStart: { sessionId: "s" } },
    new AwsError("SessionTimeoutException", "timed out"),
  );
  const input = { logGroupIdentifiers: ["arn"] };
  await assert.rejects(
    receive("cloudwatch-logs", "awsJson1_1", "StartLiveTail", input, { responseStream }, "responseStream"),
    { name: "SessionTimeoutException", message: "timed out" },
  );
});

test("an error that the stream's model lacks ends it with its code and message", async () => {
  const responseStream = failing(
    { sessionStart: { sessionId: "s" } },
    new AwsError("AccessDenied", "no longer allowed"),
  );
  const input = { logGroupIdentifiers: ["arn"] };
  await assert.rejects(
    receive("cloudwatch-logs", "awsJson1_1", "StartLiveTail", input, { responseStream }, "responseStream"),
    /no longer allowed/,
  );
});

async function* failing(event: unknown, error: Error): AsyncGenerator<unknown> {
  yield event;
  throw error;
}

/** The events of an output as the client hands them out. */
async function receive(
  service: string,
  protocol: Protocol,
  operation: string,
  input: object,
  output: Record<string, unknown>,
  stream: string,
): Promise<unknown[]> {
  const codec = await wire.codec(service);
  const routed = { name: operation, protocol, streamsInput: false, labels: {} };
  const client = createSdkClient(service, {}, async () => codec.encode(routed, output, "request-id"));
  const answer = await client.send(createCommand(service, operation, input));
  const events: unknown[] = [];
  for await (const event of answer[stream] as AsyncIterable<unknown>) events.push(event);
  return events;
}
