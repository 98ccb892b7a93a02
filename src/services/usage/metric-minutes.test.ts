import assert from "node:assert/strict";
import { test } from "node:test";
import { type Recorded, recordingServices } from "../../../test/support/recording-services.ts";
import { openServiceTest } from "../../../test/support/service-test.ts";
import { MetricMinutes } from "./metric-minutes.ts";

const at = { account: "000000000000", region: "us-east-1" };

test("what is counted and measured is told once a minute, by its dimensions' names and values", async (context) => {
  const calls: Recorded[] = [];
  const services = recordingServices({ cloudwatch: ["PutMetricData"] }, calls);
  const { table, clock } = await openServiceTest(context, services);
  const metrics = new MetricMinutes(table.host, { namespace: "Test", service: "test.amazonaws.com" });
  // A pipe may be called as its account.
  metrics.count(at, { AwsAccountId: at.account }, "Invocations");
  metrics.count(at, { AwsAccountId: at.account }, "Invocations", 2);
  metrics.count(at, { PipeName: at.account }, "Invocations", 5);
  for (const ms of [7, 3, 5]) metrics.measure(at, {}, "Duration", ms, "Milliseconds");
  assert.equal(calls.length, 0);
  clock.advance(60_000);
  await metrics.stop();
  const [told, ...more] = calls.map(({ input }) => input);
  assert.deepEqual(more, []);
  assert.equal(told.Namespace, "Test");
  const common = { Timestamp: new Date(clock.nowMs()) };
  const of = (Name: string) => ({ ...common, MetricName: "Invocations", Dimensions: [{ Name, Value: at.account }] });
  assert.deepEqual(told.MetricData, [
    { ...of("AwsAccountId"), Unit: "Count", Value: 3 },
    { ...of("PipeName"), Unit: "Count", Value: 5 },
    {
      ...common,
      MetricName: "Duration",
      Dimensions: [],
      Unit: "Milliseconds",
      StatisticValues: { SampleCount: 3, Sum: 15, Minimum: 3, Maximum: 7 },
    },
  ]);
});

test("what CloudWatch does not take is lost, and harms nobody", async (context) => {
  const calls: Recorded[] = [];
  const services = recordingServices({ cloudwatch: ["PutMetricData"] }, calls, () => {
    throw new Error("it is away");
  });
  const { table } = await openServiceTest(context, services);
  const metrics = new MetricMinutes(table.host, { namespace: "Test", service: "test.amazonaws.com" });
  metrics.count(at, {}, "Invocations");
  await metrics.stop();
  metrics.count(at, {}, "Invocations");
  await metrics.stop();
  assert.deepEqual(
    calls.map(({ input }) => input.MetricData[0].Value),
    [1, 1],
  );
});
