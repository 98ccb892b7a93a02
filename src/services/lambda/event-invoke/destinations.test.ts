import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually } from "../../../../test/support/eventually.ts";
import { openLambda, wholeFile } from "../../../../test/support/lambda.ts";
import { type Recorded, recordingServices } from "../../../../test/support/recording-services.ts";
import { AwsError } from "../../../platform/aws-error.ts";
import { startEffects } from "../../effects.ts";
import { startTimers } from "../../timers/start-timers.ts";

const calls: Recorded[] = [];
const failures: AwsError[] = [];
const queueService = recordingServices({ sqs: ["SendMessage", "GetQueueAttributes"] }, calls, ({ operation }) => {
  const failure = operation === "SendMessage" ? failures.shift() : undefined;
  if (failure) throw failure;
  return {};
});
const { create, lambda, clock, table, state } = await openLambda(wholeFile, { services: queueService });
const { storage } = table.host;
const queueArn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
await create("fails", "def handler(event, context):\n    raise ValueError('no good')\n", {
  DeadLetterConfig: { TargetArn: queueArn("dead") },
});
await lambda("PutFunctionEventInvokeConfig", {
  FunctionName: "fails",
  MaximumRetryAttempts: 0,
  DestinationConfig: { OnFailure: { Destination: queueArn("failures") } },
});

const sent = () => calls.filter(({ operation }) => operation === "SendMessage");
const throttled = () => new AwsError("ThrottlingException", "Rate exceeded", { status: 400 });

async function fail(event: object): Promise<void> {
  const Payload = Buffer.from(JSON.stringify(event));
  await lambda("Invoke", { FunctionName: "fails", InvocationType: "Event", Payload } as never);
}

/** To what is due then, over a stop and a start. */
async function pass(milliseconds: number): Promise<void> {
  await storage.outbox.stop();
  await storage.timers.stop();
  clock.advance(milliseconds);
  await startEffects(storage, table);
  await startTimers(table);
  await storage.outbox.idle();
  await storage.timers.idle();
}

test("a destination and a dead-letter queue that are throttled are told later, once, also after a stop", async () => {
  failures.push(throttled(), throttled(), throttled());
  await fail({ n: 1 });
  await eventually(async () => sent().length === 2 || undefined, "the first tries");
  for (const seconds of [1, 2, 4, 300]) await pass(seconds * 1_000);
  assert.deepEqual([sent().length, failures.length], [5, 0]);
  const took = new Map(sent().map((call) => [call.input.QueueUrl.split("/").at(-1), call]));
  const [told, dead] = [took.get("failures"), took.get("dead")];
  const record = JSON.parse(told?.input.MessageBody);
  assert.deepEqual([record.requestContext.condition, record.requestPayload], ["RetriesExhausted", { n: 1 }]);
  assert.equal(dead?.input.MessageBody, '{"n":1}');
  assert.equal(dead?.input.MessageAttributes.ErrorMessage.StringValue, "no good");
  assert.equal(dead?.input.MessageAttributes.RequestID.StringValue, record.requestContext.requestId);
  for (const call of [told, dead]) assert.equal(call?.context.principal.kind, "assumed-role");
  assert.equal(new Set(sent().map(({ context }) => context.deduplicationId)).size, 2);
});

test("a function that is deleted meanwhile keeps nothing from being told", async () => {
  calls.length = 0;
  await create("goes", "def handler(event, context):\n    return 1\n");
  const Destination = queueArn("gone");
  await lambda("PutFunctionEventInvokeConfig", {
    FunctionName: "goes",
    DestinationConfig: { OnSuccess: { Destination } },
  });
  failures.push(throttled());
  await lambda("Invoke", { FunctionName: "goes", InvocationType: "Event", Payload: Buffer.from("{}") } as never);
  await eventually(async () => sent().length === 1 || undefined, "the first try");
  await lambda("DeleteFunction", { FunctionName: "goes" });
  await pass(1_000);
  assert.equal(sent().length, 2);
});

test("one that refuses is lost and counted, as on AWS; one that keeps failing is parked and counted", async (context) => {
  const counted: string[] = [];
  const { count } = state.meter;
  context.mock.method(state.meter, "count", (...[of, counter]: Parameters<typeof count>) => {
    counted.push(counter);
    count.call(state.meter, of, counter);
  });
  calls.length = 0;
  failures.push(new AwsError("AccessDenied", "no", { status: 403 }), ...Array.from({ length: 12 }, throttled));
  await fail({ n: 2 });
  await eventually(async () => sent().length === 2 || undefined, "the first tries");
  for (let minute = 0; minute < 40; minute++) await pass(60_000);
  assert.deepEqual(counted.filter((name) => !name.startsWith("AsyncEvents")).toSorted(), [
    "DeadLetterErrors",
    "DestinationDeliveryFailures",
  ]);
  assert.deepEqual(await storage.timers.counts(), { retrying: 0, parked: 1 });
  const [parked] = await storage.timers.parked("", 10);
  assert.deepEqual([parked?.kind, parked?.reason], ["lambda.destination", "Rate exceeded"]);
  const tries = sent().length;
  await storage.timers.retryParked(parked?.id ?? "");
  await pass(0);
  assert.equal(sent().length, tries + 1);
  assert.deepEqual(await storage.timers.counts(), { retrying: 0, parked: 0 });
});
