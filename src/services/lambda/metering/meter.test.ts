import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { eventually } from "../../../../test/support/eventually.ts";
import { type LambdaTestOptions, openLambda } from "../../../../test/support/lambda.ts";
import { zip } from "../../../../test/support/zip.ts";
import { cloudwatch } from "../../cloudwatch/service.ts";
import { readUsage, type UsageHour } from "../../usage/usage.ts";
import type { MeteredInvocation } from "./metered-invocation.ts";

const hourMs = 60 * 60_000;
const failing = "def handler(event, context):\n    if event.get('fail'): raise ValueError('x')\n";

async function openMetered(context: TestContext, options: LambdaTestOptions = {}) {
  const opened = await openLambda(context, { ...options, services: [cloudwatch] });
  const { state, clock, call, table } = opened;
  const startMs = clock.nowMs();
  const told: MeteredInvocation[] = [];
  state.meter.listen((invocation) => told.push(invocation));
  return {
    ...opened,
    told,
    /** A metric's statistics over all the time, for one set of dimensions. */
    metric: async (MetricName: string, dimensions: Record<string, string>) => {
      await state.meter.send();
      const { Datapoints = [] } = await call("cloudwatch", "GetMetricStatistics", {
        Namespace: "AWS/Lambda",
        MetricName,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        StartTime: new Date(startMs - hourMs),
        EndTime: new Date(clock.nowMs() + hourMs),
        Period: 24 * 60 * 60,
        Statistics: ["Sum", "SampleCount", "Maximum"],
      } as never);
      const [point] = Datapoints;
      return point && { sum: point.Sum, count: point.SampleCount, most: point.Maximum };
    },
    usage: async () => {
      await state.meter.send();
      const range = { fromMs: startMs - hourMs, toMs: clock.nowMs() + hourMs };
      const hours: UsageHour[] = [];
      for await (const hour of readUsage(table.host.storage, "000000000000", range)) hours.push(hour);
      return hours;
    },
  };
}

test("every finished invocation is told of; INIT is billed with the first", async (context) => {
  const { create, invoke, lambda, told } = await openMetered(context);
  await create("metered", failing, { MemorySize: 256 } as never);
  await invoke("metered");
  await invoke("metered", { fail: true });
  const { Version = "" } = await lambda("PublishVersion", { FunctionName: "metered" });
  await lambda("CreateAlias", { FunctionName: "metered", Name: "live", FunctionVersion: Version });
  await invoke("metered:live");
  assert.deepEqual(
    told.map(({ functionName, version, qualifier, failed }) => [functionName, version, qualifier, failed]),
    [
      ["metered", "$LATEST", undefined, false],
      ["metered", "$LATEST", undefined, true],
      ["metered", "1", "live", false],
    ],
  );
  const [cold, warm] = told;
  assert.ok(cold && warm && (cold.initMs ?? 0) > 0 && warm.initMs === undefined);
  assert.equal(cold.billedMs, Math.ceil(cold.durationMs + (cold.initMs ?? 0)));
});

test("CloudWatch has AWS's metrics for the account, the function, what it was invoked by and the version", async (context) => {
  const { create, invoke, lambda, metric } = await openMetered(context);
  await create("metered", failing);
  await lambda("PublishVersion", { FunctionName: "metered" });
  await lambda("CreateAlias", { FunctionName: "metered", Name: "live", FunctionVersion: "1" });
  await Promise.all([invoke("metered"), invoke("metered", { fail: true })]);
  await invoke("metered:live");
  const FunctionName = "metered";
  assert.deepEqual(await metric("Invocations", {}), { sum: 3, count: 3, most: 1 });
  assert.deepEqual(await metric("Invocations", { FunctionName }), { sum: 3, count: 3, most: 1 });
  assert.deepEqual(await metric("Invocations", { FunctionName, Resource: "metered" }), { sum: 2, count: 2, most: 1 });
  assert.deepEqual(await metric("Errors", { FunctionName }), { sum: 1, count: 3, most: 1 });
  const alias = { FunctionName, Resource: "metered:live" };
  assert.deepEqual(await metric("Invocations", alias), { sum: 1, count: 1, most: 1 });
  assert.deepEqual(await metric("Invocations", { ...alias, ExecutedVersion: "1" }), { sum: 1, count: 1, most: 1 });
  assert.equal((await metric("Duration", { FunctionName }))?.count, 3);
  const concurrent = async (dimensions: Record<string, string>) =>
    (await metric("ConcurrentExecutions", dimensions))?.most;
  assert.equal(await concurrent({}), 2);
  assert.equal(await concurrent({ FunctionName }), 2);
  assert.equal(await concurrent({ FunctionName, Resource: "metered" }), 2);
  assert.equal(await concurrent(alias), 1);
  assert.equal(await concurrent({ ...alias, ExecutedVersion: "1" }), 1);
  assert.equal(await concurrent({ FunctionName, Resource: "metered:1" }), undefined);
  assert.equal((await metric("UnreservedConcurrentExecutions", {}))?.most, 2);
  await lambda("PutFunctionConcurrency", { FunctionName, ReservedConcurrentExecutions: 0 });
  await assert.rejects(invoke("metered"), { name: "TooManyRequestsException" });
  assert.equal((await metric("Throttles", { FunctionName }))?.sum, 1);
});

test("an invocation that takes longer than what is counted is gathered is sent when it has ended", async (context) => {
  const { create, invoke, state, clock, call } = await openMetered(context);
  await create("metered", "import time\n\ndef handler(event, context):\n    time.sleep(1)\n");
  const ended = invoke("metered");
  const most = async (MetricName: string) => {
    const { Datapoints = [] } = await call("cloudwatch", "GetMetricStatistics", {
      Namespace: "AWS/Lambda",
      MetricName,
      Dimensions: [],
      StartTime: new Date(clock.nowMs() - hourMs),
      EndTime: new Date(clock.nowMs() + hourMs),
      Period: 24 * 60 * 60,
      Statistics: ["Maximum"],
    } as never);
    return Datapoints[0]?.Maximum;
  };
  await eventually(async () => state.fleets.size || undefined, "its environment");
  clock.advance(5_000);
  await eventually(async () => (await most("ConcurrentExecutions")) === 1 || undefined, "what runs");
  assert.equal(await most("Invocations"), undefined);
  await ended;
  clock.advance(5_000);
  await eventually(async () => (await most("Invocations")) === 1 || undefined, "what has run");
});

test("asynchronous events are counted: received, their age, dropped", async (context) => {
  const { create, lambda, metric, clock } = await openMetered(context);
  const FunctionName = "metered";
  await create(FunctionName, failing);
  await lambda("PutFunctionEventInvokeConfig", { FunctionName, MaximumRetryAttempts: 1 });
  const Payload = Buffer.from('{"fail": true}');
  await lambda("Invoke", { FunctionName, InvocationType: "Event", Payload } as never);
  await eventually(async () => (await metric("Errors", { FunctionName }))?.sum === 1 || undefined, "the first error");
  await eventually(async () => {
    clock.advance(10_000);
    return (await metric("AsyncEventsDropped", { FunctionName }))?.sum === 1 || undefined;
  }, "the event to be dropped");
  assert.equal((await metric("AsyncEventsReceived", { FunctionName }))?.sum, 1);
  const sets: Record<string, string>[] = [{}, { FunctionName }, { FunctionName, Resource: FunctionName }];
  for (const dimensions of sets) {
    const age = await metric("AsyncEventAge", dimensions);
    assert.equal(age?.count, 2);
    assert.ok((age?.most ?? 0) >= 60_000);
  }
});

test("what is counted of asynchronous events is told by the alias they were sent to, too", async (context) => {
  const { create, lambda, metric, call } = await openMetered(context);
  const FunctionName = "metered";
  await create(FunctionName, failing);
  await lambda("PublishVersion", { FunctionName });
  await lambda("CreateAlias", { FunctionName, Name: "live", FunctionVersion: "1" });
  const send = (Qualifier: string | undefined, event: object) =>
    lambda("Invoke", {
      FunctionName,
      Qualifier,
      InvocationType: "Event",
      Payload: Buffer.from(JSON.stringify(event)),
    } as never);
  await lambda("PutFunctionEventInvokeConfig", { FunctionName, Qualifier: "live", MaximumRetryAttempts: 0 });
  await Promise.all([send("live", { fail: true }), send("live", {}), send(undefined, {})]);
  const alias = { FunctionName, Resource: "metered:live" };
  const unqualified = { FunctionName, Resource: FunctionName };
  await eventually(async () => (await metric("AsyncEventsDropped", alias))?.sum === 1 || undefined, "the drop");
  await eventually(async () => (await metric("AsyncEventAge", {}))?.count === 3 || undefined, "the three events");
  const counts = async (name: string) => {
    const sets: Record<string, string>[] = [{}, { FunctionName }, alias, unqualified];
    const found = await Promise.all(sets.map((each) => metric(name, each)));
    return found.map((each) => each?.count);
  };
  assert.deepEqual(await counts("AsyncEventsReceived"), [3, 3, 2, 1]);
  assert.deepEqual(await counts("AsyncEventAge"), [3, 3, 2, 1]);
  assert.deepEqual(await counts("AsyncEventsDropped"), [1, 1, 1, undefined]);
  const { Metrics = [] } = (await call("cloudwatch", "ListMetrics", { Namespace: "AWS/Lambda" } as never)) as {
    Metrics?: { MetricName?: string; Dimensions?: { Name: string; Value: string }[] }[];
  };
  const versions = Metrics.filter(({ Dimensions = [] }) => Dimensions.some(({ Name }) => Name === "ExecutedVersion"));
  assert.ok(versions.length > 0);
  assert.ok(versions.every(({ MetricName = "" }) => !MetricName.startsWith("Async")));
});

test("the ledger has requests and GB-seconds of each hour, with the function's tags", async (context) => {
  const { create, invoke, told, usage, clock } = await openMetered(context);
  await create("metered", failing, {
    MemorySize: 512,
    EphemeralStorage: { Size: 1_536 },
    Tags: { team: "a" },
  } as never);
  await invoke("metered");
  await invoke("metered");
  clock.advance(hourMs);
  await invoke("metered");
  const hours = await usage();
  const of = (usageType: string) => hours.filter((hour) => hour.usageType === usageType);
  assert.deepEqual(
    of("Request").map(({ quantity }) => quantity),
    [2, 1],
  );
  const [first] = of("Lambda-GB-Second");
  const billedMs = told.slice(0, 2).reduce((sum, invocation) => sum + invocation.billedMs, 0);
  assert.ok(Math.abs((first?.quantity ?? 0) - (0.5 * billedMs) / 1000) < 1e-9);
  assert.ok(Math.abs((of("Lambda-Storage-GB-Second")[0]?.quantity ?? 0) - billedMs / 1000) < 1e-9);
  assert.equal(first?.service, "AWS Lambda");
  assert.deepEqual(first?.tags, { team: "a" });
  assert.equal(first?.resource, "arn:aws:lambda:us-east-1:000000000000:function:metered");
});

test("provisioned concurrency is billed for as long as it is configured", async (context) => {
  const { create, invoke, lambda, usage, metric, clock } = await openMetered(context);
  const FunctionName = "kept";
  await create(FunctionName, failing, { MemorySize: 1_024 } as never);
  await lambda("PublishVersion", { FunctionName });
  const config = { FunctionName, Qualifier: "1" };
  await lambda("PutProvisionedConcurrencyConfig", { ...config, ProvisionedConcurrentExecutions: 2 });
  await eventually(async () => {
    return (await lambda("GetProvisionedConcurrencyConfig", config)).Status === "READY" || undefined;
  }, "the environments");
  await invoke("kept:1");
  clock.advance(10 * 60_000);
  await lambda("DeleteProvisionedConcurrencyConfig", config);
  clock.advance(10 * 60_000);
  const hours = await usage();
  const of = (usageType: string) => hours.find((hour) => hour.usageType === usageType)?.quantity ?? 0;
  assert.equal(of("Lambda-Provisioned-Concurrency"), 2 * 600);
  assert.ok(of("Lambda-Provisioned-GB-Second") > 0);
  assert.equal(of("Lambda-GB-Second"), 0);
  const counted = await metric("ProvisionedConcurrencyInvocations", { FunctionName, Resource: "kept:1" });
  assert.equal(counted?.sum, 1);
  const resource = { FunctionName, Resource: "kept:1" };
  const sets: Record<string, string>[] = [{}, { FunctionName }, resource];
  for (const dimensions of sets) {
    assert.equal((await metric("ProvisionedConcurrentExecutions", dimensions))?.most, 1);
    assert.equal((await metric("ProvisionedConcurrencyUtilization", dimensions))?.most, 0.5);
  }
  assert.equal((await metric("ClaimedAccountConcurrency", {}))?.most, 2);
});

test("what was provisioned for a deleted function is billed no more", async (context) => {
  const { create, lambda, usage, clock } = await openMetered(context);
  const FunctionName = "short-lived";
  await create(FunctionName, failing, { MemorySize: 1_024 } as never);
  await lambda("PublishVersion", { FunctionName });
  const config = { FunctionName, Qualifier: "1", ProvisionedConcurrentExecutions: 1 };
  await lambda("PutProvisionedConcurrencyConfig", config);
  clock.advance(60_000);
  await lambda("DeleteFunction", { FunctionName });
  clock.advance(60 * 60_000);
  const hours = (await usage()).filter(({ usageType }) => usageType === "Lambda-Provisioned-Concurrency");
  assert.deepEqual(
    hours.map(({ quantity }) => quantity),
    [60],
  );
});

test("durations are rounded up to the billing increment", async (context) => {
  const { create, invoke, told } = await openMetered(context, { settings: { billingIncrementMs: 100 } });
  await create("old-rule", "def handler(event, context):\n    return 1\n");
  await invoke("old-rule");
  const { tail } = await invoke("old-rule", {}, { LogType: "Tail" });
  assert.equal(told[1]?.billedMs, 100);
  assert.match(tail, /Billed Duration: 100 ms/);
});

/** An extension that goes on for half a second after each event. */
const lingering = `#!/bin/bash
api=http://$AWS_LAMBDA_RUNTIME_API/2020-01-01/extension
id=$(curl -s -D - -o /dev/null -H 'Lambda-Extension-Name: linger' -d '{"events":["INVOKE"]}' $api/register | grep -i '^lambda-extension-identifier' | tr -d '\\r' | cut -d' ' -f2)
while curl -s -H "Lambda-Extension-Identifier: $id" $api/event/next; do sleep 0.5; done
`;

test("what extensions go on after the answer is metered and billed", async (context) => {
  const { create, invoke, lambda, metric, told } = await openMetered(context);
  const { LayerVersionArn = "" } = await lambda("PublishLayerVersion", {
    LayerName: "linger",
    Content: { ZipFile: zip({ "extensions/linger": { content: lingering, mode: 0o755 } }) },
  });
  await create("lingered", failing, { Layers: [LayerVersionArn] });
  await invoke("lingered");
  assert.equal(told.length, 0, "it is not over with the answer");
  const [invocation] = await eventually(async () => (told.length > 0 ? told : undefined), "the invocation's end");
  assert.ok(invocation && invocation.durationMs >= 500 && invocation.billedMs >= 500);
  const found = await metric("PostRuntimeExtensionsDuration", { FunctionName: "lingered" });
  assert.ok(found && found.count === 1 && (found.sum ?? 0) >= 490, JSON.stringify(found));
  assert.equal(await metric("PostRuntimeExtensionsDuration", { FunctionName: "none" }), undefined);
});
