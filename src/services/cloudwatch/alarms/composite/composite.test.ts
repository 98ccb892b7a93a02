import assert from "node:assert/strict";
import { test } from "node:test";
import { openCloudWatch } from "../../../../../test/support/cloudwatch.ts";
import { eventually } from "../../../../../test/support/eventually.ts";
import { refuses } from "../../../../../test/support/refuses.ts";
import { defineService } from "../../../service.ts";
import { alarmsOf, holds, parseAlarmRule } from "./alarm-rule.ts";

const metric = {
  Namespace: "App",
  MetricName: "Load",
  Statistic: "Average",
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 80,
  ComparisonOperator: "GreaterThanThreshold",
  TreatMissingData: "ignore",
} as const;

test("a rule is of states, AND, OR, NOT and parentheses, with names, quoted names and ARNs", () => {
  const states = { a: "ALARM", "b c": "OK", d: "INSUFFICIENT_DATA" } as const;
  const ask = (text: string) => holds(parseAlarmRule(text), (name) => states[name as keyof typeof states]);
  assert.equal(ask('ALARM(a) AND OK("b c")'), true);
  assert.equal(ask("ALARM(a) and not ok(b c)"), false);
  assert.equal(ask("OK(a) OR OK(d) OR INSUFFICIENT_DATA(d)"), true);
  assert.equal(ask("OK(a) AND OK(d) OR TRUE"), true);
  assert.equal(ask("NOT (ALARM(a) OR FALSE)"), false);
  assert.equal(ask('ALARM("arn:aws:cloudwatch:us-east-1:000000000000:alarm:a")'), true);
  assert.equal(ask("ALARM(none)"), false);
  assert.deepEqual(alarmsOf(parseAlarmRule("ALARM(a) AND (OK(a) OR NOT OK(b))")), ["a", "b"]);
  assert.throws(() => parseAlarmRule(" ALARM(a)"), {
    message: "AlarmRule must not contain leading or trailing whitespace or be null",
  });
  for (const wrong of ["", "ALARM", "ALARM(a", "ALARM(a) AND", "BAD(a)", "ALARM(a) OK(b)", "(ALARM(a)"])
    assert.throws(() => parseAlarmRule(wrong), { name: "ValidationError" }, wrong);
});

test("a composite alarm follows its alarms, runs its actions and tells its history", async () => {
  const calls: {
    readonly alarmData: {
      readonly alarmName: string;
      readonly state: { value: string };
      readonly configuration: object;
    };
  }[] = [];
  const lambda = defineService<typeof import("@aws-sdk/client-lambda")>({
    name: "lambda",
    migrations: [],
    access: { prefix: "lambda", resource: () => "*" },
    create: () => undefined,
    operations: {
      Invoke:
        async () =>
        async ({ Payload }) => {
          calls.push(JSON.parse(String(Payload)));
          return {};
        },
    },
  });
  await using lab = await openCloudWatch([lambda]);
  await lab.call("PutMetricAlarm", { ...metric, AlarmName: "one" });
  await lab.call("PutMetricAlarm", { ...metric, AlarmName: "two" });
  await lab.call("PutCompositeAlarm", {
    AlarmName: "both",
    AlarmRule: "ALARM(one) AND ALARM(two)",
    AlarmActions: ["arn:aws:lambda:us-east-1:000000000000:function:react"],
    Tags: [{ Key: "a", Value: "1" }],
  });
  const put = (AlarmName: string, AlarmRule: string) => lab.call("PutCompositeAlarm", { AlarmName, AlarmRule });
  await put("above", "ALARM(both)");
  const describe = async (name: string) => {
    await lab.host.storage.timers.idle();
    const types = ["CompositeAlarm" as const];
    return (await lab.call("DescribeAlarms", { AlarmNames: [name], AlarmTypes: types })).CompositeAlarms?.[0];
  };
  const set = (AlarmName: string, StateValue: "OK" | "ALARM") =>
    lab.call("SetAlarmState", { AlarmName, StateValue, StateReason: "test" });
  assert.equal((await describe("both"))?.StateValue, "OK");
  await set("one", "ALARM");
  assert.equal((await describe("both"))?.StateValue, "OK");
  await set("two", "ALARM");
  const both = await describe("both");
  assert.equal(both?.StateValue, "ALARM");
  assert.match(both?.StateReason ?? "", /:alarm:\w+ transitioned to ALARM at Thursday 01 January, 2026 00:00:00 UTC$/);
  assert.equal(JSON.parse(both?.StateReasonData ?? "").triggeringAlarms.length, 2);
  assert.equal((await describe("above"))?.StateValue, "ALARM");
  const event = await eventually(async () => calls[0], "the composite alarm's action");
  assert.deepEqual(event.alarmData.configuration, { alarmRule: "ALARM(one) AND ALARM(two)" });
  assert.deepEqual([event.alarmData.alarmName, event.alarmData.state.value], ["both", "ALARM"]);
  // Without being asked for they are not told.
  const asked = await lab.call("DescribeAlarms", {});
  assert.deepEqual([asked.CompositeAlarms, asked.LogAlarms], [[], []]);
  // What it is told by is the alarm that changed since, not all that it looks at.
  lab.host.clock.advance(1_000);
  await set("two", "OK");
  const calm = await describe("both");
  assert.equal(calm?.StateValue, "OK");
  const triggering = JSON.parse(calm?.StateReasonData ?? "").triggeringAlarms as { readonly arn: string }[];
  assert.deepEqual(
    triggering.map(({ arn }) => arn.split(":").at(-1)),
    ["two"],
  );

  const { AlarmHistoryItems } = await lab.call("DescribeAlarmHistory", {
    AlarmName: "both",
    AlarmTypes: ["CompositeAlarm"],
    HistoryItemType: "StateUpdate",
  });
  assert.equal(AlarmHistoryItems?.[0]?.HistorySummary, "Alarm updated from ALARM to OK");
  const tags = await lab.call("ListTagsForResource", { ResourceARN: both?.AlarmArn ?? "" });
  assert.deepEqual(tags.Tags, [{ Key: "a", Value: "1" }]);

  await lab.call("DisableAlarmActions", { AlarmNames: ["both"] });
  assert.equal((await describe("both"))?.ActionsEnabled, false);
  await refuses(put("both", "ALARM(above)"), "ValidationError", /cannot refer to the alarm itself/);
  await refuses(
    put("x", "ALARM(none)"),
    "ValidationError",
    "Could not save the composite alarm as alarms [none] in the alarm rule do not exist",
  );
  await refuses(put("one", "ALARM(two)"), "ValidationError", /metric alarm/);
  await lab.call("DeleteAlarms", { AlarmNames: ["above", "both"] });
  assert.equal(await describe("both"), undefined);
});
