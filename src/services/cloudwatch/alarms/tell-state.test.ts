import assert from "node:assert/strict";
import { test } from "node:test";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { events } from "../../eventbridge/service.ts";
import { sqs } from "../../sqs/service.ts";
import { cloudwatch } from "../service.ts";

test("each change of an alarm's state is an event of the default bus, in order; what changes nothing is none", async (context) => {
  const { call, table } = await openServiceTest(context, [cloudwatch, events, sqs]);
  const { storage } = table.host;
  const statement = { Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "*", Resource: "*" };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  const { QueueUrl } = await call("sqs", "CreateQueue", { QueueName: "q", Attributes: { Policy } });
  const EventPattern = JSON.stringify({
    source: ["aws.cloudwatch"],
    "detail-type": ["CloudWatch Alarm State Change"],
    detail: { alarmName: ["high"] },
  });
  await call("eventbridge", "PutRule", { Name: "alarms", EventPattern });
  const Targets = [{ Id: "q", Arn: "arn:aws:sqs:us-east-1:000000000000:q" }];
  await call("eventbridge", "PutTargets", { Rule: "alarms", Targets });
  await call("cloudwatch", "PutMetricAlarm", {
    AlarmName: "high",
    AlarmDescription: "too high",
    Namespace: "App",
    MetricName: "Load",
    Dimensions: [{ Name: "Host", Value: "a" }],
    Statistic: "Average",
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 80,
    ComparisonOperator: "GreaterThanThreshold",
    // Events are told though there are no actions.
    ActionsEnabled: false,
  });
  for (const StateValue of ["ALARM", "ALARM", "OK"] as const)
    await call("cloudwatch", "SetAlarmState", { AlarmName: "high", StateValue, StateReason: `to ${StateValue}` });
  await storage.outbox.idle();
  await storage.timers.idle();
  await storage.outbox.idle();
  const { Messages = [] } = await call("sqs", "ReceiveMessage", { QueueUrl: QueueUrl ?? "", MaxNumberOfMessages: 10 });
  const told = Messages.map(({ Body = "" }) => JSON.parse(Body));
  assert.deepEqual(
    told.map(({ detail }) => [detail.previousState.value, detail.state.value, detail.state.reason]),
    [
      ["INSUFFICIENT_DATA", "ALARM", "to ALARM"],
      ["ALARM", "OK", "to OK"],
    ],
  );
  const [first] = told;
  assert.equal(first["detail-type"], "CloudWatch Alarm State Change");
  assert.deepEqual(first.resources, ["arn:aws:cloudwatch:us-east-1:000000000000:alarm:high"]);
  const { description, metrics } = first.detail.configuration;
  assert.equal(description, "too high");
  assert.deepEqual(metrics[0].metricStat, {
    metric: { namespace: "App", name: "Load", dimensions: { Host: "a" } },
    period: 60,
    stat: "Average",
  });
});

test("an alarm that is made, changed and deleted is told with its configuration, the former one beside it", async (context) => {
  const { call, table } = await openServiceTest(context, [cloudwatch, events, sqs]);
  const { storage } = table.host;
  const statement = { Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "*", Resource: "*" };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  const { QueueUrl = "" } = await call("sqs", "CreateQueue", { QueueName: "q", Attributes: { Policy } });
  const EventPattern = JSON.stringify({ "detail-type": ["CloudWatch Alarm Configuration Change"] });
  await call("eventbridge", "PutRule", { Name: "alarms", EventPattern });
  const Targets = [{ Id: "q", Arn: "arn:aws:sqs:us-east-1:000000000000:q" }];
  await call("eventbridge", "PutTargets", { Rule: "alarms", Targets });
  const put = (Threshold: number) =>
    call("cloudwatch", "PutMetricAlarm", {
      AlarmName: "high",
      Namespace: "App",
      MetricName: "Load",
      Statistic: "Average",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold,
      ComparisonOperator: "GreaterThanThreshold",
    });
  await put(80);
  await put(90);
  await call("cloudwatch", "DisableAlarmActions", { AlarmNames: ["high"] });
  await call("cloudwatch", "PutCompositeAlarm", { AlarmName: "both", AlarmRule: "ALARM(high)" });
  await call("cloudwatch", "DeleteAlarms", { AlarmNames: ["both"] });
  await call("cloudwatch", "DeleteAlarms", { AlarmNames: ["high"] });
  const told: { resources: string[]; detail: Detail }[] = [];
  for (let round = 0; round < 4; round++) {
    await storage.outbox.idle();
    const { Messages = [] } = await call("sqs", "ReceiveMessage", { QueueUrl, MaxNumberOfMessages: 10 });
    told.push(...Messages.map(({ Body = "" }) => JSON.parse(Body)));
  }
  const seen = told.map(({ detail: { alarmName, operation, configuration, previousConfiguration: former } }) =>
    [
      alarmName,
      operation,
      configuration.threshold ?? configuration.alarmRule,
      former?.threshold,
      configuration.actionsEnabled,
    ].join(" "),
  );
  assert.deepEqual(seen.sort(), [
    "both create ALARM(high)  true",
    "both delete ALARM(high)  true",
    "high create 80  true",
    "high delete 90  false",
    "high update 90 80 true",
    "high update 90 90 false",
  ]);
  const [first] = told.filter(({ detail }) => detail.operation === "create" && detail.alarmName === "high");
  assert.deepEqual(first?.resources, ["arn:aws:cloudwatch:us-east-1:000000000000:alarm:high"]);
  assert.deepEqual(Object.keys(first?.detail.state ?? {}), ["value", "timestamp"]);
  assert.deepEqual(first?.detail.configuration.metrics?.[0]?.metricStat.metric, {
    namespace: "App",
    name: "Load",
    dimensions: {},
  });
});

interface Detail {
  readonly alarmName: string;
  readonly operation: string;
  readonly state: object;
  readonly configuration: Configuration;
  readonly previousConfiguration?: Configuration;
}

interface Configuration {
  readonly threshold?: number;
  readonly alarmRule?: string;
  readonly actionsEnabled: boolean;
  readonly metrics?: readonly { readonly metricStat: { readonly metric: object } }[];
}
