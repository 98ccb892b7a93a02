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
  const EventPattern = JSON.stringify({ source: ["aws.cloudwatch"], detail: { alarmName: ["high"] } });
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
