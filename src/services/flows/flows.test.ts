import assert from "node:assert/strict";
import { test } from "node:test";
import type { OperationContext } from "../service.ts";
import { Flows, type TracedCall } from "./flows.ts";
import { payloadOf } from "./payload-of.ts";

const rootOf = (number: number) => `1-00000000-${String(number).padStart(24, "0")}`;
const context = { principal: { arn: "arn:aws:iam::1:root" }, requestId: "r" } as unknown as OperationContext;

function openFlows(auth: "open" | "enforce" = "open", others: readonly unknown[] = []) {
  const host = {
    config: { auth },
    clock: { nowMs: () => 1_000 },
    nodes: { self: "a", live: () => ["a", ...others.map((_one, at) => String(at))].map((id) => ({ id })) },
    peers: { answer: () => {}, ask: async (id: string) => others[Number(id)] },
  };
  return new Flows(host as unknown as ConstructorParameters<typeof Flows>[0]);
}

const call = (root: string, more: Partial<TracedCall> = {}): TracedCall => ({
  traceId: `Root=${root};Parent=00000000000000aa;Sampled=0`,
  context,
  action: "sqs:SendMessage",
  resource: async () => "arn:aws:sqs:us-east-1:1:q",
  input: { MessageBody: "m" },
  tookMs: 5,
  error: undefined,
  ...more,
});

/** What is noted stands there after the promises it waits for. */
const noted = () => new Promise((resolve) => setImmediate(resolve));

test("in enforce mode nothing is kept, and what has no root, or tells of itself, is no flow", async () => {
  const enforced = openFlows("enforce");
  enforced.called(call(rootOf(1)));
  const flows = openFlows();
  flows.called(call("", { traceId: "Self=1" }));
  flows.called(call(rootOf(2), { action: "xray:PutTraceSegments" }));
  await noted();
  assert.deepEqual([await enforced.list(), await flows.list()], [[], []]);
});

test("of a second so many flows are kept, whole ones, each with so many steps, and the oldest leave first", async () => {
  const flows = openFlows();
  for (let number = 0; number < 500; number++) flows.called(call(rootOf(number)));
  for (let time = 0; time < 300; time++) flows.called(call(rootOf(0)));
  await noted();
  const listed = await flows.list();
  assert.ok(listed.length >= 20 && listed.length <= 100, `${listed.length} flows`);
  assert.ok((await flows.find(rootOf(0)))!.steps.length <= 500);
  flows.called(call(rootOf(0), { input: { MessageBody: "x".repeat(1_000_000) } }));
  await noted();
  flows.clear();
  assert.deepEqual(await flows.list(), []);
});

test("what other nodes have seen of a flow belongs to it", async () => {
  const step = { number: 1, kind: "run", atMs: 2_000, to: "f", action: "lambda:run", requestId: "r2" };
  const flows = openFlows("open", [[step]]);
  flows.called(call(rootOf(1)));
  await noted();
  assert.deepEqual(
    (await flows.find(rootOf(1)))?.steps.map(({ to }) => to),
    ["arn:aws:sqs:us-east-1:1:q", "f"],
  );
});

test("a flow begins where its first call came from, though what the call led to was noted before it was answered", async () => {
  const flows = openFlows();
  const [bucket, reader] = ["arn:aws:s3:::pictures", "arn:aws:lambda:us-east-1:1:function:reader"];
  const traceId = call(rootOf(1)).traceId;
  flows.began({ traceId, functionArn: reader, requestId: "r", event: Buffer.from("{}") });
  const byBucket = { ...context, sourceArn: bucket } as OperationContext;
  for (const tookMs of [0, 5])
    flows.called(
      call(rootOf(1), { context: byBucket, action: "lambda:InvokeFunction", resource: () => reader, tookMs }),
    );
  await noted();
  assert.deepEqual((await flows.list())[0]?.resources, [bucket, reader]);
  assert.deepEqual(
    (await flows.find(rootOf(1)))?.steps.map(({ kind }) => kind),
    ["call", "call", "run"],
  );
});

test("a payload is cut, keeps no secrets, and nothing that is no data", () => {
  const of = (input: object) => JSON.parse(payloadOf(input as Record<string, unknown>) ?? "null");
  assert.equal(payloadOf({ Body: new (class Stream {})(), left: undefined }), undefined);
  assert.deepEqual(of({ SecretString: "s", Data: Buffer.from("text"), At: new Date(0) }), {
    SecretString: "…",
    Data: "text",
    At: "1970-01-01T00:00:00.000Z",
  });
  assert.deepEqual(of({ Name: "/db", Type: "SecureString", Value: "s" }), {
    Name: "/db",
    Type: "SecureString",
    Value: "…",
  });
  assert.deepEqual(of({ Name: "/db", Type: "String", Value: "s" }).Value, "s");
  const keys = [
    "SSECustomerKey",
    "CopySourceSSECustomerKey",
    "ApiKeyValue",
    "API_KEY",
    "DB_PASSWD",
    "Plaintext",
    "UserData",
  ];
  for (const key of keys) assert.equal(of({ [key]: "s" })[key], "…", key);
  assert.equal(of({ SSECustomerKeyMD5: "m" }).SSECustomerKeyMD5, "m");
  assert.equal(of({ Body: Buffer.from([255, 254]) }).Body, "2 bytes");
  assert.ok(payloadOf({ Items: Array.from({ length: 10_000 }, () => ["x".repeat(1_000)]) })!.length < 10_000);
});
