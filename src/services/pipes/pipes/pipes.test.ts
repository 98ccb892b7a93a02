import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { eventually } from "../../../../test/support/eventually.ts";
import { type Recorded, recordingServices } from "../../../../test/support/recording-services.ts";
import { allowing, openSchedulerRig, trusting } from "../../../../test/support/scheduler-rig.ts";
import { cloudwatch } from "../../cloudwatch/service.ts";
import type { AnyService, CallInput } from "../../service.ts";
import { readUsage, usageMigrations } from "../../usage/usage.ts";
import type { Pipes } from "../model.ts";
import { pipes } from "../service.ts";

type Input = CallInput<Pipes, "CreatePipe">;

async function openRig(context: TestContext, more: readonly AnyService[] = []) {
  const rig = await openSchedulerRig(context, [pipes, ...more]);
  const { Role } = await rig.call("iam", "CreateRole", {
    RoleName: "pipes",
    AssumeRolePolicyDocument: trusting("pipes.amazonaws.com"),
  });
  const [source, target] = [await rig.queue("source"), await rig.queue("target")];
  const input = (given: Partial<Input> = {}): Input => ({
    Name: "p",
    Source: source.arn,
    Target: target.arn,
    RoleArn: Role?.Arn ?? "",
    ...given,
  });
  const make = async (given: Partial<Input> = {}) => {
    const made = await rig.call("pipes", "CreatePipe", input(given));
    await rig.advance(1_000);
    return made;
  };
  const state = async () => (await rig.call("pipes", "DescribePipe", { Name: "p" })).CurrentState;
  const send = (body: string) => rig.call("sqs", "SendMessage", { QueueUrl: source.url, MessageBody: body });
  /** What has reached the target, once there are so many. */
  const reached = async (count: number) => {
    const all: string[] = [];
    return eventually(async () => {
      all.push(...(await rig.received(target.url)).map(({ body }) => body));
      return all.length >= count ? all : undefined;
    }, `${count} messages`);
  };
  return { ...rig, input, make, state, send, reached, source, target };
}

test("a pipe is CREATING, RUNNING, STOPPED, changed and gone", async (context) => {
  const rig = await openRig(context);
  const { call } = rig;
  const made = await call("pipes", "CreatePipe", rig.input({ Description: "d", Tags: { a: "1" } }));
  assert.equal(made.Arn, "arn:aws:pipes:us-east-1:000000000000:pipe/p");
  assert.deepEqual([made.CurrentState, made.DesiredState], ["CREATING", "RUNNING"]);
  await assert.rejects(call("pipes", "CreatePipe", rig.input()), { name: "ConflictException" });
  await assert.rejects(call("pipes", "StopPipe", { Name: "p" }), { name: "ConflictException" });
  await rig.advance(1_000);
  assert.equal(await rig.state(), "RUNNING");
  assert.equal((await call("pipes", "StopPipe", { Name: "p" })).CurrentState, "STOPPING");
  await rig.advance(1_000);
  assert.equal(await rig.state(), "STOPPED");
  await rig.send("while it is stopped");
  await call("pipes", "UpdatePipe", { Name: "p", RoleArn: rig.input().RoleArn, Description: "other" });
  await rig.advance(1_000);
  const told = await call("pipes", "DescribePipe", { Name: "p" });
  assert.deepEqual([told.Description, told.CurrentState, told.Tags], ["other", "STOPPED", { a: "1" }]);
  assert.equal((await call("pipes", "StartPipe", { Name: "p" })).CurrentState, "STARTING");
  await rig.advance(1_000);
  assert.match((await rig.reached(1))[0] ?? "", /while it is stopped/);
  await call("pipes", "TagResource", { resourceArn: made.Arn ?? "", tags: { b: "2" } });
  await call("pipes", "UntagResource", { resourceArn: made.Arn ?? "", tagKeys: ["a"] });
  assert.deepEqual((await call("pipes", "ListTagsForResource", { resourceArn: made.Arn ?? "" })).tags, { b: "2" });
  const { Pipes: listed = [] } = await call("pipes", "ListPipes", {
    SourcePrefix: rig.source.arn,
    CurrentState: "RUNNING",
  });
  assert.deepEqual(
    listed.map(({ Name }) => Name),
    ["p"],
  );
  assert.equal((await call("pipes", "DeletePipe", { Name: "p" })).CurrentState, "DELETING");
  await rig.advance(1_000);
  await assert.rejects(rig.state(), { name: "NotFoundException", message: "Pipe p does not exist." });
});

test("messages go through a filter and a template to the target, and leave the queue", async (context) => {
  const rig = await openRig(context);
  await rig.make({
    SourceParameters: { FilterCriteria: { Filters: [{ Pattern: '{"body":{"total":[{"numeric":[">",10]}]}}' }] } },
    TargetParameters: { InputTemplate: '{"order": <$.body.id>, "text": "of <$.body.who> by <aws.pipes.pipe-name>"}' },
  });
  await rig.send('{"id":1,"total":5,"who":"nobody"}');
  await rig.send('{"id":2,"total":50,"who":"a \\"b\\""}');
  assert.deepEqual(JSON.parse((await rig.reached(1))[0] ?? ""), { order: 2, text: 'of a "b" by p' });
  const left = async () => {
    const asked = { QueueUrl: rig.source.url, AttributeNames: ["All" as const] };
    const { Attributes = {} } = await rig.call("sqs", "GetQueueAttributes", asked);
    const { ApproximateNumberOfMessages: visible, ApproximateNumberOfMessagesNotVisible: hidden } = Attributes;
    return Number(visible) + Number(hidden) === 0 ? true : undefined;
  };
  await eventually(left, "an empty queue");
});

test("an enrichment gets the batch and gives what goes on; what fails comes again", async (context) => {
  const called: Recorded[] = [];
  let fails = 1;
  const lambda = recordingServices({ lambda: ["Invoke"] }, called, () => {
    if (fails-- > 0) return { FunctionError: "Unhandled", Payload: Buffer.from("{}") };
    return { Payload: Buffer.from('[{"made":1},{"made":2}]') };
  });
  const rig = await openRig(context, lambda);
  await rig.call("sqs", "SetQueueAttributes", { QueueUrl: rig.source.url, Attributes: { VisibilityTimeout: "30" } });
  await rig.make({ Enrichment: "arn:aws:lambda:us-east-1:000000000000:function:enrich" });
  await rig.send("hello");
  await eventually(async () => (called.length > 0 ? true : undefined), "a first call");
  assert.equal((await rig.received(rig.target.url)).length, 0);
  await rig.advance(30_000);
  await rig.advance(1_000);
  assert.deepEqual(await rig.reached(2), ['{"made":1}', '{"made":2}']);
  const [event] = JSON.parse(String(called[0]?.input.Payload));
  assert.deepEqual([event.body, event.eventSource], ["hello", "aws:sqs"]);
});

test("a pipe whose role cannot be assumed has failed, and says why", async (context) => {
  const rig = await openRig(context);
  await rig.make({ RoleArn: rig.roleArn });
  const { CurrentState, StateReason } = await rig.call("pipes", "DescribePipe", { Name: "p" });
  assert.equal(CurrentState, "CREATE_FAILED");
  assert.match(StateReason ?? "", /cannot be assumed by principal 'pipes\.amazonaws\.com'/);
});

test("what a pipe cannot be is refused, and by name what is not built", async (context) => {
  const rig = await openRig(context);
  const fifo = "arn:aws:sqs:us-east-1:000000000000:q.fifo";
  for (const [given, message] of [
    [{ Source: "arn:aws:kinesis:us-east-1:000000000000:stream/s" }, /kinesis as a source/],
    [{ Target: "arn:aws:states:us-east-1:000000000000:stateMachine:m" }, /states as a target/],
    [{ Enrichment: "arn:aws:states:us-east-1:000000000000:stateMachine:m" }, /states as an enrichment/],
    [{ LogConfiguration: { Level: "ERROR" } }, /LogConfiguration/],
    [{ KmsKeyIdentifier: "k" }, /KmsKeyIdentifier/],
    [{ SourceParameters: { FilterCriteria: { Filters: [{ Pattern: '{"a":1}' }] } } }, /filter pattern/],
    [{ SourceParameters: { SqsQueueParameters: { BatchSize: 11 } } }, /MaximumBatchingWindowInSeconds/],
    [{ Source: fifo, SourceParameters: { SqsQueueParameters: { BatchSize: 11 } } }, /BatchSize/],
    [{ Target: fifo }, /MessageGroupId/],
    [
      { TargetParameters: { LambdaFunctionParameters: { InvocationType: "REQUEST_RESPONSE" } } },
      /LambdaFunctionParameters/,
    ],
    [{ Tags: { "aws:x": "1" } }, /reserved/],
  ] as const) {
    const refused = { name: "ValidationException", message };
    await assert.rejects(rig.call("pipes", "CreatePipe", rig.input(given as Partial<Input>)), refused);
  }
  assert.deepEqual((await rig.call("pipes", "ListPipes", {})).Pipes, []);
});

test("executions are measured by pipe and account, and are on the bill by 64 KB", async (context) => {
  const calls: Recorded[] = [];
  let isDown = true;
  const recording = recordingServices({ lambda: ["Invoke"] }, calls, () => {
    if (isDown) throw new Error("down");
    return {};
  });
  const rig = await openRig(context, [...recording, cloudwatch]);
  await rig.table.host.storage.migrate([{ name: "cost-explorer", migrations: usageMigrations }]);
  await rig.call("iam", "PutRolePolicy", { RoleName: "pipes", PolicyName: "all", PolicyDocument: allowing("*") });
  await rig.make({ Target: "arn:aws:lambda:us-east-1:000000000000:function:f" });
  await rig.send("x".repeat(100_000));
  const invoked = (many: number) => eventually(async () => calls.length >= many || undefined, `${many} invocations`);
  await invoked(1);
  isDown = false;
  await rig.advance(31_000);
  await invoked(2);
  await eventually(async () => {
    const { Attributes } = await rig.call("sqs", "GetQueueAttributes", {
      QueueUrl: rig.source.url,
      AttributeNames: ["ApproximateNumberOfMessagesNotVisible"],
    });
    return Attributes?.ApproximateNumberOfMessagesNotVisible === "0" || undefined;
  }, "the message to be gone");
  await pipes.stop?.(rig.table.services.get("pipes")?.state as never);
  const counted = async (MetricName: string, Name = "PipeName", Value = "p") => {
    const { Datapoints = [] } = await rig.call("cloudwatch", "GetMetricStatistics", {
      Namespace: "AWS/EventBridge/Pipes",
      MetricName,
      Dimensions: [{ Name, Value }],
      StartTime: new Date(rig.clock.nowMs() - 3_600_000),
      EndTime: new Date(rig.clock.nowMs() + 3_600_000),
      Period: 60,
      Statistics: ["Sum", "SampleCount"],
    });
    const isMeasured = /Size|Duration|Concurrency/.test(MetricName);
    return Datapoints.reduce((sum, { Sum = 0, SampleCount = 0 }) => sum + (isMeasured ? SampleCount : Sum), 0);
  };
  for (const name of ["Invocations", "EventCount", "EventSize", "Duration"]) assert.equal(await counted(name), 2, name);
  for (const name of ["ExecutionFailed", "TargetStageFailed", "TargetStageDuration"])
    assert.equal(await counted(name), 1, name);
  for (const name of ["Invocations", "Concurrency"])
    assert.equal(await counted(name, "AwsAccountId", "000000000000"), 2, name);
  const toMs = rig.clock.nowMs() + 1;
  let chunks = 0;
  for await (const { usageType, quantity } of readUsage(rig.table.host.storage, "000000000000", {
    fromMs: toMs - 7_200_000,
    toMs,
  }))
    if (usageType === "Request-64K-Chunks") chunks += quantity;
  assert.equal(chunks, 4);
});
