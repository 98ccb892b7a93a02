import assert from "node:assert/strict";
import { test } from "node:test";
import { openCloudWatch, type TestCloudWatch } from "../../../../test/support/cloudwatch.ts";
import { AwsError } from "../../../platform/aws-error.ts";
import { findTimer } from "../../../storage/timer-statements.ts";
import { type CallInput, defineService } from "../../service.ts";
import { startTimers } from "../../timers/start-timers.ts";
import { alarmsKey } from "../alarms/alarm.ts";
import type { CloudWatch } from "../model.ts";

const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:react";
const topicArn = "arn:aws:sns:us-east-1:000000000000:alerts";
const minuteMs = 60_000;

type AlarmInput = CallInput<CloudWatch, "PutMetricAlarm">;

const plain: AlarmInput = {
  AlarmName: "high",
  Namespace: "App",
  MetricName: "Load",
  Statistic: "Average",
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 80,
  ComparisonOperator: "GreaterThanThreshold",
};

test("an alarm begins without data, goes to ALARM on a breaching minute and back to OK, with AWS's reasons", async () => {
  await using lab = await openCloudWatch();
  await lab.call("PutMetricAlarm", plain);
  const made = await describe(lab);
  assert.deepEqual([made.StateValue, made.StateReason], ["INSUFFICIENT_DATA", "Unchecked: Initial alarm creation"]);
  await firstEvaluation(lab);
  assert.equal((await describe(lab)).StateReason, "Insufficient Data: 1 datapoint was unknown.");
  await lab.put("Load", 99.5);
  await pass(lab, 1);
  const alarm = await describe(lab);
  assert.equal(alarm.StateValue, "ALARM");
  assert.equal(
    alarm.StateReason,
    "Threshold Crossed: 1 datapoint [99.5 (01/01/26 00:00:00)] was greater than the threshold (80.0).",
  );
  assert.deepEqual(JSON.parse(alarm.StateReasonData ?? ""), {
    version: "1.0",
    queryDate: "2026-01-01T00:01:10.000+0000",
    startDate: "2026-01-01T00:00:00.000+0000",
    statistic: "Average",
    period: 60,
    recentDatapoints: [99.5],
    threshold: 80,
    evaluatedDatapoints: [{ timestamp: "2026-01-01T00:00:00.000+0000", sampleCount: 1, value: 99.5 }],
  });
  // Whole numbers are written as floats.
  assert.match(alarm.StateReasonData ?? "", /"threshold":80\.0,.*"sampleCount":1\.0,/);
  await lab.put("Load", 2);
  await pass(lab, 1);
  const after = await describe(lab);
  assert.match(
    after.StateReason ?? "",
    /^Threshold Crossed: 1 datapoint \[2\.0 \(01\/01\/26 00:01:00\)\] was not greater than the threshold \(80\.0\)\.$/,
  );
  assert.deepEqual(after.StateTransitionedTimestamp, new Date(lab.nowMs()));
});

test("two of three: one breaching minute is not enough, the second is", async () => {
  await using lab = await openCloudWatch();
  await lab.call("PutMetricAlarm", {
    ...plain,
    EvaluationPeriods: 3,
    DatapointsToAlarm: 2,
    TreatMissingData: "notBreaching",
  });
  const states: unknown[] = [];
  for (const value of [90, 10, 90, 10, 10]) {
    await lab.put("Load", value);
    await pass(lab, 1);
    states.push((await describe(lab)).StateValue);
  }
  assert.deepEqual(states, ["OK", "OK", "ALARM", "OK", "OK"]);
});

test("missing data are treated as the alarm says", async () => {
  await using lab = await openCloudWatch();
  for (const TreatMissingData of ["breaching", "notBreaching", "missing", "ignore"]) {
    await lab.call("PutMetricAlarm", { ...plain, AlarmName: TreatMissingData, TreatMissingData });
  }
  await pass(lab, 1);
  const { MetricAlarms } = await lab.call("DescribeAlarms", {});
  assert.deepEqual(
    MetricAlarms?.map(({ AlarmName, StateValue, StateReason }) => [AlarmName, StateValue, StateReason]),
    [
      [
        "breaching",
        "ALARM",
        "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [Breaching].",
      ],
      ["ignore", "INSUFFICIENT_DATA", "Unchecked: Initial alarm creation"],
      ["missing", "INSUFFICIENT_DATA", "Insufficient Data: 1 datapoint was unknown."],
      [
        "notBreaching",
        "OK",
        "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].",
      ],
    ],
  );
});

test("an alarm on metric math", async () => {
  await using lab = await openCloudWatch();
  const metric = (Id: string, MetricName: string) => ({
    Id,
    MetricStat: { Metric: { Namespace: "App", MetricName }, Period: 60, Stat: "Sum" },
    ReturnData: false,
  });
  const { AlarmName, Threshold, ComparisonOperator } = plain;
  await lab.call("PutMetricAlarm", {
    AlarmName,
    EvaluationPeriods: 1,
    Threshold: Threshold === undefined ? 0 : 0.1,
    ComparisonOperator,
    Metrics: [metric("errors", "Errors"), metric("calls", "Calls"), { Id: "rate", Expression: "errors / calls" }],
  });
  await lab.put("Errors", 5);
  await lab.put("Calls", 20);
  await pass(lab, 1);
  const alarm = await describe(lab);
  assert.equal(alarm.StateValue, "ALARM");
  assert.match(alarm.StateReason ?? "", /\[0\.25 \(01\/01\/26 00:00:00\)\] was greater than the threshold \(0\.1\)/);
});

test("a percentile alarm, which may wait for enough samples", async () => {
  await using lab = await openCloudWatch();
  const { Statistic: _none, ...rest } = plain;
  const percentile = { ...rest, ExtendedStatistic: "p90", Threshold: 5 };
  await lab.call("PutMetricAlarm", percentile);
  await lab.call("PutMetricAlarm", { ...percentile, AlarmName: "patient", EvaluateLowSampleCountPercentile: "ignore" });
  const put = (length: number) =>
    lab.call("PutMetricData", {
      Namespace: "App",
      MetricData: [{ MetricName: "Load", Values: [9], Counts: [length] }],
    });
  await put(50);
  await pass(lab, 1);
  assert.deepEqual(await statesOf(lab), { high: "ALARM", patient: "INSUFFICIENT_DATA" });
  await put(120);
  await pass(lab, 1);
  assert.deepEqual(await statesOf(lab), { high: "ALARM", patient: "ALARM" });
});

test("a short period is evaluated each ten seconds", async () => {
  await using lab = await openCloudWatch();
  await lab.call("PutMetricAlarm", { ...plain, Period: 10 });
  await lab.host.storage.timers.idle();
  await lab.call("PutMetricData", {
    Namespace: "App",
    MetricData: [{ MetricName: "Load", Value: 99, StorageResolution: 1 }],
  });
  for (let index = 0; index < 2; index++) {
    lab.host.clock.advance(10_000);
    await lab.host.storage.timers.idle();
  }
  assert.equal((await describe(lab)).StateValue, "ALARM");
});

test("with no alarms the clock runs no timer, and the last one deleted stops it", async () => {
  await using lab = await openCloudWatch();
  await lab.call("PutMetricAlarm", plain);
  await lab.call("DeleteAlarms", { AlarmNames: ["high"] });
  await pass(lab, 2);
  let fired = 0;
  const { clock } = lab.host;
  const at = clock.at.bind(clock);
  clock.at = (atMs, callback) => {
    fired++;
    return at(atMs, callback);
  };
  await pass(lab, 10);
  assert.equal(fired, 0);
});

test("a state change calls the function of that state with AWS's event, once", async () => {
  const calls: Record<string, unknown>[] = [];
  await using lab = await openCloudWatch([recorder("lambda", { Invoke: (input) => calls.push(input) })]);
  await lab.call("PutMetricAlarm", { ...plain, AlarmDescription: "too busy", AlarmActions: [functionArn] });
  await firstEvaluation(lab);
  await lab.put("Load", 90);
  await pass(lab, 3);
  assert.equal(calls.length, 1);
  const [call] = calls;
  assert.deepEqual([call?.FunctionName, call?.InvocationType], [functionArn, "Event"]);
  const event = JSON.parse(String(call?.Payload));
  const { alarmData, ...head } = event;
  assert.deepEqual(head, {
    source: "aws.cloudwatch",
    alarmArn: "arn:aws:cloudwatch:us-east-1:000000000000:alarm:high",
    accountId: "000000000000",
    time: "2026-01-01T00:01:10.000+0000",
    region: "us-east-1",
  });
  assert.deepEqual(
    [alarmData.alarmName, alarmData.state.value, alarmData.previousState.value],
    ["high", "ALARM", "INSUFFICIENT_DATA"],
  );
  assert.equal(alarmData.previousState.reason, "Insufficient Data: 1 datapoint was unknown.");
  assert.deepEqual(alarmData.configuration.description, "too busy");
  assert.deepEqual(alarmData.configuration.metrics[0].metricStat, {
    metric: { namespace: "App", name: "Load", dimensions: {} },
    period: 60,
    stat: "Average",
  });
  assert.deepEqual(await history(lab, "Action"), [`Successfully executed action ${functionArn}`]);
});

test("a function that refuses the alarm is in its history, and is not called again", async () => {
  let calls = 0;
  const Invoke = () => {
    calls++;
    throw new AwsError("ResourceNotFoundException", "Function not found", { status: 404 });
  };
  await using lab = await openCloudWatch([recorder("lambda", { Invoke })]);
  await lab.call("PutMetricAlarm", { ...plain, InsufficientDataActions: [functionArn], AlarmActions: [functionArn] });
  await lab.call("SetAlarmState", { AlarmName: "high", StateValue: "ALARM", StateReason: "try" });
  await settle(lab);
  assert.equal(calls, 1);
  assert.deepEqual(await history(lab, "Action"), [
    `Failed to execute action ${functionArn}. Received error: "Function not found"`,
  ]);
});

test("a topic gets AWS's notification", async () => {
  const calls: Record<string, unknown>[] = [];
  const topics = recorder("sns", { Publish: (input) => calls.push(input) });
  await using lab = await openCloudWatch([topics]);
  await lab.call("PutMetricAlarm", { ...plain, OKActions: [topicArn] });
  await lab.call("SetAlarmState", { AlarmName: "high", StateValue: "OK", StateReason: "calm" });
  await settle(lab);
  assert.deepEqual([calls[0]?.TopicArn, calls[0]?.Subject], [topicArn, 'OK: "high" in US East (N. Virginia)']);
  const message = JSON.parse(String(calls[0]?.Message));
  assert.deepEqual(
    [message.NewStateValue, message.OldStateValue, message.NewStateReason],
    ["OK", "INSUFFICIENT_DATA", "calm"],
  );
  assert.deepEqual(
    [message.Trigger.Statistic, message.Trigger.Threshold, message.Trigger.Dimensions],
    ["AVERAGE", 80, []],
  );
});

test("disabled actions are not run, enabled ones are again", async () => {
  const calls: unknown[] = [];
  await using lab = await openCloudWatch([recorder("lambda", { Invoke: (input) => calls.push(input) })]);
  await lab.call("PutMetricAlarm", { ...plain, AlarmActions: [functionArn], OKActions: [functionArn] });
  const set = async (StateValue: "ALARM" | "OK") => {
    await lab.call("SetAlarmState", { AlarmName: "high", StateValue, StateReason: "try" });
    await settle(lab);
    return calls.length;
  };
  await lab.call("DisableAlarmActions", { AlarmNames: ["high", "nobody"] });
  assert.equal(await set("ALARM"), 0);
  assert.equal((await describe(lab)).ActionsEnabled, false);
  await lab.call("EnableAlarmActions", { AlarmNames: ["high"] });
  assert.equal(await set("OK"), 1);
});

test("an alarm that is not there has no tags, and its state cannot be set", async () => {
  await using lab = await openCloudWatch();
  const ResourceARN = "arn:aws:cloudwatch:us-east-1:000000000000:alarm:gone";
  assert.deepEqual((await lab.call("ListTagsForResource", { ResourceARN })).Tags, []);
  await assert.rejects(lab.call("TagResource", { ResourceARN, Tags: [{ Key: "a", Value: "1" }] }), {
    name: "ResourceNotFoundException",
  });
  await assert.rejects(lab.call("SetAlarmState", { AlarmName: "gone", StateValue: "OK", StateReason: "try" }), {
    name: "ResourceNotFound",
    message: "",
  });
});

test("SetAlarmState lasts until the next evaluation", async () => {
  await using lab = await openCloudWatch();
  await lab.call("PutMetricAlarm", plain);
  await lab.put("Load", 1);
  await pass(lab, 1);
  const input = { AlarmName: "high", StateValue: "ALARM", StateReason: "try", StateReasonData: '{"a":1}' } as const;
  await lab.call("SetAlarmState", input);
  assert.deepEqual([(await describe(lab)).StateValue, (await describe(lab)).StateReasonData], ["ALARM", '{"a":1}']);
  await lab.put("Load", 1);
  await pass(lab, 1);
  assert.equal((await describe(lab)).StateValue, "OK");
  await assert.rejects(lab.call("SetAlarmState", { ...input, StateReasonData: "{" }), { code: "InvalidFormatFault" });
  await assert.rejects(lab.call("SetAlarmState", { ...input, AlarmName: "nobody" }), { code: "ResourceNotFound" });
});

test("PutMetricAlarm replaces a configuration as a whole and leaves state and tags", async () => {
  await using lab = await openCloudWatch();
  await lab.call("PutMetricAlarm", { ...plain, AlarmDescription: "first", Tags: [{ Key: "team", Value: "a" }] });
  await lab.call("SetAlarmState", { AlarmName: "high", StateValue: "OK", StateReason: "calm" });
  await lab.call("PutMetricAlarm", { ...plain, Threshold: 5 });
  const alarm = await describe(lab);
  assert.deepEqual([alarm.AlarmDescription, alarm.Threshold, alarm.StateValue], [undefined, 5, "OK"]);
  const { Tags } = await lab.call("ListTagsForResource", { ResourceARN: String(alarm.AlarmArn) });
  assert.deepEqual(Tags, [{ Key: "team", Value: "a" }]);
  const updates = await history(lab, "ConfigurationUpdate");
  assert.deepEqual(updates, ['Alarm "high" updated', 'Alarm "high" created']);
});

test("DescribeAlarms filters and gives pages", async () => {
  await using lab = await openCloudWatch();
  for (const name of ["a1", "a2", "a3", "b1"]) {
    const AlarmActions = name === "a2" ? [functionArn] : [];
    await lab.call("PutMetricAlarm", { ...plain, AlarmName: name, AlarmActions });
  }
  await lab.call("SetAlarmState", { AlarmName: "a3", StateValue: "OK", StateReason: "calm" });
  const names = async (input: CallInput<CloudWatch, "DescribeAlarms">) =>
    (await lab.call("DescribeAlarms", input)).MetricAlarms?.map(({ AlarmName }) => AlarmName);
  assert.deepEqual(await names({ AlarmNamePrefix: "a" }), ["a1", "a2", "a3"]);
  assert.deepEqual(await names({ AlarmNames: ["b1", "none"] }), ["b1"]);
  assert.deepEqual(await names({ StateValue: "OK" }), ["a3"]);
  assert.deepEqual(await names({ ActionPrefix: "arn:aws:lambda" }), ["a2"]);
  assert.deepEqual(await names({ AlarmTypes: ["CompositeAlarm"] }), []);
  const first = await lab.call("DescribeAlarms", { MaxRecords: 3 });
  assert.equal(first.MetricAlarms?.length, 3);
  assert.deepEqual(await names({ MaxRecords: 3, NextToken: first.NextToken }), ["b1"]);
});

test("DescribeAlarmsForMetric finds the alarms of that very metric", async () => {
  await using lab = await openCloudWatch();
  await lab.call("PutMetricAlarm", plain);
  await lab.call("PutMetricAlarm", { ...plain, AlarmName: "one", Dimensions: [{ Name: "Id", Value: "1" }] });
  const names = async (input: object) =>
    (await lab.call("DescribeAlarmsForMetric", { Namespace: "App", MetricName: "Load", ...input })).MetricAlarms?.map(
      ({ AlarmName }) => AlarmName,
    );
  assert.deepEqual(await names({}), ["high"]);
  assert.deepEqual(await names({ Dimensions: [{ Name: "Id", Value: "1" }] }), ["one"]);
  assert.deepEqual(await names({ Statistic: "Sum" }), []);
});

test("DescribeAlarmHistory gives state changes newest first, by pages, also of deleted alarms, for thirty days", async () => {
  await using lab = await openCloudWatch();
  await lab.call("PutMetricAlarm", plain);
  await lab.host.storage.timers.idle();
  for (const StateValue of ["OK", "ALARM"] as const) {
    lab.host.clock.advance(1_000);
    await lab.call("SetAlarmState", { AlarmName: "high", StateValue, StateReason: `to ${StateValue}` });
  }
  await lab.call("DeleteAlarms", { AlarmNames: ["high"] });
  assert.deepEqual(await history(lab, "StateUpdate"), [
    "Alarm updated from OK to ALARM",
    "Alarm updated from INSUFFICIENT_DATA to OK",
  ]);
  const first = await lab.call("DescribeAlarmHistory", { MaxRecords: 3, ScanBy: "TimestampAscending" });
  const rest = await lab.call("DescribeAlarmHistory", { ScanBy: "TimestampAscending", NextToken: first.NextToken });
  assert.equal(first.AlarmHistoryItems?.[0]?.HistorySummary, 'Alarm "high" created');
  assert.deepEqual(
    rest.AlarmHistoryItems?.map(({ HistorySummary }) => HistorySummary),
    ['Alarm "high" deleted'],
  );
  lab.host.clock.advance(31 * 24 * 60 * minuteMs);
  assert.deepEqual((await lab.call("DescribeAlarmHistory", {})).AlarmHistoryItems, []);
});

test("DeleteAlarms deletes all or none", async () => {
  await using lab = await openCloudWatch();
  await lab.call("PutMetricAlarm", plain);
  await assert.rejects(lab.call("DeleteAlarms", { AlarmNames: ["high", "nobody"] }), { code: "ResourceNotFound" });
  assert.equal((await describe(lab)).AlarmName, "high");
  await lab.call("DeleteAlarms", { AlarmNames: ["high"] });
  assert.deepEqual((await lab.call("DescribeAlarms", {})).MetricAlarms, []);
});

test("alarms are evaluated again after a restart", async () => {
  await using lab = await openCloudWatch();
  await lab.call("PutMetricAlarm", plain);
  await lab.host.storage.timers.stop();
  await lab.put("Load", 99);
  await startTimers(lab.table);
  await pass(lab, 1);
  assert.equal((await describe(lab)).StateValue, "ALARM");
});

test("alarms that were stored before there were timers are evaluated, too; without alarms there are none", async () => {
  await using lab = await openCloudWatch();
  await lab.call("PutMetricAlarm", plain);
  await lab.host.storage.timers.idle();
  const alarms = lab.host.storage.partition(alarmsKey(lab.asRoot));
  const dueMs = () => alarms.read((tx) => findTimer(tx, "cloudwatch.evaluation", ""));
  await alarms.write((tx) => tx.cancelTimer("cloudwatch.evaluation", ""));
  await lab.put("Load", 99);
  lab.host.clock.advance(24 * 60 * minuteMs);
  await lab.host.storage.timers.idle();
  assert.ok(((await dueMs()) ?? 0) > lab.nowMs());
  await pass(lab, 1);
  assert.equal((await describe(lab)).StateValue, "INSUFFICIENT_DATA");
  await lab.call("DeleteAlarms", { AlarmNames: ["high"] });
  await pass(lab, 1);
  assert.equal(await dueMs(), undefined);
});

const refused: [string, Partial<AlarmInput>, string, RegExp][] = [
  ["no threshold", { Threshold: undefined }, "MissingRequiredParameterException", /Threshold is required/],
  [
    "no statistic",
    { Statistic: undefined },
    "MissingRequiredParameterException",
    /either Statistic or ExtendedStatistic/,
  ],
  ["two statistics", { ExtendedStatistic: "p9" }, "InvalidParameterCombinationException", /mutually exclusive/],
  ["a period of 45", { Period: 45 }, "ValidationError", /Period must be 10, 20, 30 or a multiple of 60/],
  ["more than a day", { Period: 300, EvaluationPeriods: 289 }, "ValidationError", /must be <= 86400/],
  ["more than seven days", { Period: 3_600, EvaluationPeriods: 169 }, "ValidationError", /must be <= 604800/],
  ["4 of 3", { EvaluationPeriods: 3, DatapointsToAlarm: 4 }, "ValidationError", /DatapointsToAlarm must be less/],
  [
    "an unknown treatment",
    { TreatMissingData: "hope" },
    "InvalidParameterValueException",
    /hope for parameter TreatMissingData/,
  ],
  ["a metric and a list", { Metrics: [{ Id: "m" }] }, "InvalidParameterCombinationException", /MetricName and Metrics/],
  ["anomaly detection", { ThresholdMetricId: "ad1" }, "InvalidParameterValueException", /anomaly detection/],
  ["an EC2 action", { AlarmActions: ["arn:aws:automate:us-east-1:ec2:stop"] }, "InvalidParameterValueException", /arn/],
  ["junk as an action", { AlarmActions: ["junk"] }, "InvalidParameterValueException", /Invalid arn syntax: junk/],
  ["six actions", { AlarmActions: Array(6).fill(functionArn) }, "InvalidParameterValueException", /greater than 5/],
  [
    "samples without percentile",
    { EvaluateLowSampleCountPercentile: "ignore" },
    "InvalidParameterCombinationException",
    /percentiles/,
  ],
];

for (const [what, change, code, message] of refused) {
  test(`PutMetricAlarm refuses ${what}`, async () => {
    await using lab = await openCloudWatch();
    await assert.rejects(lab.call("PutMetricAlarm", { ...plain, ...change }), { code, message });
    assert.deepEqual((await lab.call("DescribeAlarms", {})).MetricAlarms, []);
  });
}

test("PutMetricAlarm refuses lists of metrics without one result or with two periods", async () => {
  await using lab = await openCloudWatch();
  const { AlarmName, ComparisonOperator } = plain;
  const put = (Metrics: AlarmInput["Metrics"]) =>
    lab.call("PutMetricAlarm", { AlarmName, ComparisonOperator, Threshold: 1, EvaluationPeriods: 1, Metrics });
  const metric = (Id: string, Period: number, ReturnData?: boolean) => ({
    Id,
    ReturnData,
    MetricStat: { Metric: { Namespace: "App", MetricName: "M" }, Period, Stat: "Sum" },
  });
  await assert.rejects(put([metric("a", 60), metric("b", 60)]), { message: /Exactly one element/ });
  await assert.rejects(put([metric("a", 60), metric("b", 300, false)]), { message: /Period must be the same/ });
  await assert.rejects(put([{ Id: "e", Expression: "TIME_SERIES(1)" }]), { message: /at least one metric/ });
});

/** A service whose operations are what the test gives: it stands for another one that CloudWatch calls. */
function recorder(name: "lambda" | "sns", operations: Record<string, (input: Record<string, unknown>) => unknown>) {
  const load =
    (operation: (input: Record<string, unknown>) => unknown) => async () => async (input: Record<string, unknown>) => {
      operation(input);
      return {};
    };
  return defineService<Record<string, unknown>>({
    name,
    migrations: [],
    create: () => undefined,
    access: { prefix: name, resource: () => "*" },
    operations: Object.fromEntries(Object.entries(operations).map(([key, operation]) => [key, load(operation)])),
  });
}

/** To the evaluation that follows the minute under way. */
async function pass(lab: TestCloudWatch, minutes: number): Promise<void> {
  for (let index = 0; index < minutes; index++) {
    await lab.host.storage.timers.idle();
    const atMs = (Math.floor(lab.nowMs() / minuteMs) + 1) * minuteMs + 10_000;
    lab.host.clock.advance(atMs - lab.nowMs());
    await lab.host.storage.timers.idle();
    await settle(lab);
  }
}

async function settle(lab: TestCloudWatch): Promise<void> {
  await lab.host.storage.outbox.idle();
}

async function describe(lab: TestCloudWatch) {
  const { MetricAlarms } = await lab.call("DescribeAlarms", { AlarmNames: ["high"] });
  return MetricAlarms?.[0] ?? {};
}

async function statesOf(lab: TestCloudWatch) {
  const { MetricAlarms } = await lab.call("DescribeAlarms", {});
  return Object.fromEntries(MetricAlarms?.map(({ AlarmName, StateValue }) => [AlarmName, StateValue]) ?? []);
}

async function history(lab: TestCloudWatch, HistoryItemType: "Action" | "StateUpdate" | "ConfigurationUpdate") {
  const { AlarmHistoryItems } = await lab.call("DescribeAlarmHistory", { AlarmName: "high", HistoryItemType });
  return AlarmHistoryItems?.map(({ HistorySummary }) => HistorySummary);
}

/** A new alarm is unchecked for two seconds. */
async function firstEvaluation(lab: TestCloudWatch): Promise<void> {
  lab.host.clock.advance(2_000);
  await lab.host.storage.timers.idle();
}
