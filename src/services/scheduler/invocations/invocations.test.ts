import assert from "node:assert/strict";
import { test } from "node:test";
import { allowing, openSchedulerRig, type SchedulerRig, trusting } from "../../../../test/support/scheduler-rig.ts";
import { cloudwatch } from "../../cloudwatch/service.ts";
import type { CallInput } from "../../service.ts";
import type { Scheduler } from "../model.ts";

type Input = CallInput<Scheduler, "CreateSchedule">;

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Makes a schedule that sends to a queue; the clock of the tests begins at midnight of the 1st of January 2026. */
async function schedule(rig: SchedulerRig, queueArn: string, more: Partial<Input> = {}): Promise<void> {
  await rig.call("scheduler", "CreateSchedule", {
    Name: "s",
    ScheduleExpression: "cron(0 1 * * ? *)",
    FlexibleTimeWindow: { Mode: "OFF" },
    ...more,
    Target: {
      Arn: queueArn,
      RoleArn: rig.roleArn,
      Input: "<aws.scheduler.scheduled-time>",
      ...more.Target,
    } as Input["Target"],
  });
}

async function bodies(rig: SchedulerRig, url: string): Promise<string[]> {
  return (await rig.received(url)).map(({ body }) => body);
}

test("a cron invokes its target at its times, once each, and not while it is DISABLED", async (context) => {
  const rig = await openSchedulerRig(context);
  const { url, arn } = await rig.queue("q");
  await schedule(rig, arn);
  await rig.advance(hour - 1);
  assert.deepEqual(await bodies(rig, url), []);
  await rig.advance(1);
  assert.deepEqual(await bodies(rig, url), ["2026-01-01T01:00:00Z"]);
  await rig.advance(23 * hour);
  assert.deepEqual(await bodies(rig, url), []);
  await rig.call("scheduler", "UpdateSchedule", {
    Name: "s",
    State: "DISABLED",
    ScheduleExpression: "cron(0 1 * * ? *)",
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: { Arn: arn, RoleArn: rig.roleArn },
  });
  await rig.advance(day);
  assert.deepEqual(await bodies(rig, url), []);
});

test("a rate invokes at once and then at its distance; with a StartDate from there, and until its EndDate", async (context) => {
  const rig = await openSchedulerRig(context);
  const [first, second] = [await rig.queue("q1"), await rig.queue("q2")];
  await schedule(rig, first.arn, { ScheduleExpression: "rate(1 hour)" });
  await schedule(rig, second.arn, {
    Name: "later",
    ScheduleExpression: "rate(1 hour)",
    StartDate: new Date(rig.clock.nowMs() + 30 * minute),
    EndDate: new Date(rig.clock.nowMs() + 100 * minute),
  });
  await rig.settled();
  assert.deepEqual(await bodies(rig, first.url), ["2026-01-01T00:00:00Z"]);
  assert.deepEqual(await bodies(rig, second.url), []);
  await rig.advance(3 * hour);
  assert.deepEqual(await bodies(rig, first.url), [
    "2026-01-01T01:00:00Z",
    "2026-01-01T02:00:00Z",
    "2026-01-01T03:00:00Z",
  ]);
  assert.deepEqual(await bodies(rig, second.url), ["2026-01-01T00:30:00Z", "2026-01-01T01:30:00Z"]);
});

test("a single time is that of its zone; DELETE removes the schedule after it, NONE leaves it", async (context) => {
  const rig = await openSchedulerRig(context);
  const { url, arn } = await rig.queue("q");
  const once = { ScheduleExpression: "at(2026-01-01T03:00:00)", ScheduleExpressionTimezone: "Europe/Berlin" };
  await schedule(rig, arn, { ...once, Name: "stays" });
  await schedule(rig, arn, { ...once, Name: "goes", ActionAfterCompletion: "DELETE" });
  await rig.advance(2 * hour);
  assert.deepEqual(await bodies(rig, url), ["2026-01-01T02:00:00Z", "2026-01-01T02:00:00Z"]);
  const { Schedules = [] } = await rig.call("scheduler", "ListSchedules", {});
  assert.deepEqual(
    Schedules.map(({ Name, State }) => [Name, State]),
    [["stays", "ENABLED"]],
  );
  await rig.advance(365 * day);
  assert.deepEqual(await bodies(rig, url), []);
});

test("a single time of the past does not happen, but for one of this minute", async (context) => {
  const rig = await openSchedulerRig(context);
  const { url, arn } = await rig.queue("q");
  rig.clock.advance(30_000);
  await schedule(rig, arn, { Name: "past", ScheduleExpression: "at(2025-12-31T00:00:00)" });
  await schedule(rig, arn, { Name: "now", ScheduleExpression: "at(2026-01-01T00:00:00)" });
  await rig.settled();
  assert.deepEqual(await bodies(rig, url), ["2026-01-01T00:00:00Z"]);
});

test("a flexible window spreads an invocation over it, never before its time", async (context) => {
  const rig = await openSchedulerRig(context);
  const { url, arn } = await rig.queue("q");
  for (let index = 0; index < 20; index++) {
    await schedule(rig, arn, {
      Name: `s${index}`,
      FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 60 },
    });
  }
  await rig.advance(hour - 1);
  assert.equal((await bodies(rig, url)).length, 0);
  await rig.advance(30 * minute);
  const half = (await bodies(rig, url)).length;
  assert.ok(half > 0 && half < 20, `${half} of 20 in the first half`);
  await rig.advance(30 * minute + 1);
  const rest = await bodies(rig, url);
  assert.equal(rest.length, 20 - half);
  assert.ok(rest.every((time) => time === "2026-01-01T01:00:00Z"));
});

test("a universal target calls any API in the role's name, with what the schedule knows put in", async (context) => {
  const rig = await openSchedulerRig(context);
  const { url } = await rig.queue("q");
  const body = "<aws.scheduler.schedule-arn> <aws.scheduler.attempt-number> <aws.scheduler.execution-id>";
  await schedule(rig, "", {
    Target: {
      Arn: "arn:aws:scheduler:::aws-sdk:sqs:sendMessage",
      RoleArn: rig.roleArn,
      Input: JSON.stringify({
        QueueUrl: url,
        MessageBody: body,
        MessageAttributes: { a: { DataType: "Number", StringValue: "1" } },
      }),
    },
  });
  await schedule(rig, "", {
    Name: "other",
    Target: {
      Arn: "arn:aws:scheduler:::aws-sdk:iam:createUser",
      RoleArn: rig.roleArn,
      Input: JSON.stringify({ userName: "by-night" }),
    },
  });
  await rig.advance(hour);
  const [message] = await rig.received(url);
  assert.match(message?.body ?? "", /^arn:aws:scheduler:us-east-1:000000000000:schedule\/default\/s 1 [0-9a-f]{16}$/);
  assert.deepEqual(message?.attributes, { a: "1" });
  assert.equal((await rig.call("iam", "GetUser", { UserName: "by-night" })).User?.UserName, "by-night");
});

test("a target without Input is told of a Scheduled Event", async (context) => {
  const rig = await openSchedulerRig(context);
  const { url, arn } = await rig.queue("q");
  await schedule(rig, arn, { Target: { Arn: arn, RoleArn: rig.roleArn, Input: undefined } });
  await rig.advance(hour);
  const { id, ...event } = JSON.parse((await bodies(rig, url))[0] ?? "{}");
  assert.match(id, /^[0-9a-f]{16}$/);
  assert.deepEqual(event, {
    version: "0",
    "detail-type": "Scheduled Event",
    source: "aws.scheduler",
    account: "000000000000",
    time: "2026-01-01T01:00:00Z",
    region: "us-east-1",
    resources: ["arn:aws:scheduler:us-east-1:000000000000:schedule/default/s"],
    detail: "{}",
  });
});

test("what a target refuses goes to the dead-letter queue, with AWS's attributes, and is counted", async (context) => {
  const rig = await openSchedulerRig(context, [cloudwatch]);
  const dead = await rig.queue("dead");
  const arn = "arn:aws:sqs:us-east-1:000000000000:missing";
  const startMs = rig.clock.nowMs();
  await schedule(rig, arn, {
    Target: { Arn: arn, RoleArn: rig.roleArn, Input: "hello", DeadLetterConfig: { Arn: dead.arn } },
  });
  await rig.advance(hour);
  const [message] = await rig.received(dead.url);
  assert.equal(message?.body, "hello");
  const { EXECUTION_ID, ERROR_MESSAGE, ...attributes } = message?.attributes ?? {};
  assert.match(EXECUTION_ID ?? "", /^[0-9a-f]{16}$/);
  assert.match(ERROR_MESSAGE ?? "", /queue does not exist/);
  assert.deepEqual(attributes, {
    ERROR_CODE: "QueueDoesNotExist",
    EXHAUSTED_RETRY_CONDITION: "MaximumRetryAttempts",
    IS_PAYLOAD_TRUNCATED: "false",
    RETRY_ATTEMPTS: "0",
    SCHEDULED_TIME: "2026-01-01T01:00:00Z",
    SCHEDULE_ARN: "arn:aws:scheduler:us-east-1:000000000000:schedule/default/s",
    TARGET_ARN: arn,
  });
  await rig.advance(minute);
  await rig.table.services.get("scheduler")?.definition.stop?.(rig.table.services.get("scheduler")?.state);
  for (const MetricName of ["InvocationAttemptCount", "TargetErrorCount", "InvocationsSentToDeadLetterCount"]) {
    const { Datapoints = [] } = await rig.call("cloudwatch", "GetMetricStatistics", {
      Namespace: "AWS/Scheduler",
      MetricName,
      Dimensions: [{ Name: "ScheduleGroup", Value: "default" }],
      StartTime: new Date(startMs),
      EndTime: new Date(startMs + 2 * hour),
      Period: 300,
      Statistics: ["Sum"],
    });
    assert.equal(
      Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0),
      1,
      MetricName,
    );
  }
});

test("a role that may not is refused at each invocation", async (context) => {
  const rig = await openSchedulerRig(context, [], { auth: "enforce" });
  const [q, dead] = [await rig.queue("q"), await rig.queue("dead")];
  const { Role } = await rig.call("iam", "CreateRole", {
    RoleName: "narrow",
    AssumeRolePolicyDocument: trusting("scheduler.amazonaws.com"),
  });
  await rig.call("iam", "PutRolePolicy", {
    RoleName: "narrow",
    PolicyName: "p",
    PolicyDocument: allowing("sqs:SendMessage").replace('"*"', JSON.stringify(dead.arn)),
  });
  const target = { RoleArn: Role?.Arn ?? "", Input: "x", DeadLetterConfig: { Arn: dead.arn } };
  await schedule(rig, q.arn, { Target: { Arn: q.arn, ...target } });
  await rig.advance(hour);
  assert.deepEqual(await bodies(rig, q.url), []);
  const [message] = await rig.received(dead.url);
  assert.match(message?.attributes.ERROR_CODE ?? "", /^AccessDenied/);
});

test("after a jump of the clock all times of a day are made up for in order, and what is older is left out", async (context) => {
  const rig = await openSchedulerRig(context);
  const { url, arn } = await rig.queue("q");
  await schedule(rig, arn, { Name: "a", ScheduleExpression: "cron(0 * * * ? *)" });
  await schedule(rig, arn, { Name: "b", ScheduleExpression: "cron(30 * * * ? *)" });
  await rig.settled();
  await bodies(rig, url);
  await rig.advance(6 * hour);
  const times = await bodies(rig, url);
  assert.equal(times.length, 12);
  assert.deepEqual(times, times.toSorted());
  await rig.advance(365 * day);
  const made = await bodies(rig, url);
  assert.equal(made.length, 48 + 1, "a day's, with both of its ends");
  assert.equal(made[0], "2026-12-31T06:00:00Z");
});

test("schedules are found again after a stop, and a second engine's rows are its own", async (context) => {
  const rig = await openSchedulerRig(context);
  const { url, arn } = await rig.queue("q");
  await schedule(rig, arn);
  await rig.table.host.storage.timers.stop();
  rig.clock.advance(hour);
  assert.deepEqual(await bodies(rig, url), []);
  const { startTimers } = await import("../../timers/start-timers.ts");
  await startTimers(rig.table);
  await rig.settled();
  assert.deepEqual(await bodies(rig, url), ["2026-01-01T01:00:00Z"]);
});
