import assert from "node:assert/strict";
import { test } from "node:test";
import { openSchedulerRig, type SchedulerRig, trusting } from "../../../../test/support/scheduler-rig.ts";
import type { CallInput } from "../../service.ts";
import type { Scheduler } from "../model.ts";

type Input = CallInput<Scheduler, "CreateSchedule">;

const lambdaArn = "arn:aws:lambda:us-east-1:000000000000:function:dummy";

function input({ roleArn }: SchedulerRig, more: Partial<Input> = {}): Input {
  return {
    Name: "s",
    ScheduleExpression: "cron(0 1 * * ? *)",
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: { Arn: lambdaArn, RoleArn: roleArn },
    ...more,
  };
}

test("a schedule is told as it was made, with AWS's defaults, and an update leaves nothing as it was", async (context) => {
  const rig = await openSchedulerRig(context);
  const { call } = rig;
  const arn = "arn:aws:scheduler:us-east-1:000000000000:schedule/default/s";
  const made = await call("scheduler", "CreateSchedule", input(rig, { Description: "nightly", State: "DISABLED" }));
  assert.equal(made.ScheduleArn, arn);
  const schedule = await call("scheduler", "GetSchedule", { Name: "s" });
  const { CreationDate, LastModificationDate, ...rest } = schedule;
  assert.equal(CreationDate?.getTime(), rig.clock.nowMs());
  assert.deepEqual(JSON.parse(JSON.stringify(rest)), {
    Arn: arn,
    Name: "s",
    GroupName: "default",
    Description: "nightly",
    State: "DISABLED",
    ScheduleExpression: "cron(0 1 * * ? *)",
    ScheduleExpressionTimezone: "UTC",
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: {
      Arn: lambdaArn,
      RoleArn: rig.roleArn,
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
    },
    ActionAfterCompletion: "NONE",
  });
  rig.clock.advance(60_000);
  await call(
    "scheduler",
    "UpdateSchedule",
    input(rig, {
      ScheduleExpression: "rate(5 minutes)",
      ScheduleExpressionTimezone: "Europe/Berlin",
      FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 3 },
    }),
  );
  const changed = await call("scheduler", "GetSchedule", { Name: "s", GroupName: "default" });
  assert.equal(changed.Description, undefined);
  assert.equal(changed.State, "ENABLED");
  assert.deepEqual(changed.FlexibleTimeWindow, { Mode: "FLEXIBLE", MaximumWindowInMinutes: 3 });
  assert.equal(changed.CreationDate?.getTime(), CreationDate?.getTime());
  assert.equal(changed.LastModificationDate?.getTime(), Number(LastModificationDate?.getTime()) + 60_000);
  await call("scheduler", "DeleteSchedule", { Name: "s" });
  const gone = { name: "ResourceNotFoundException", message: "Schedule s does not exist." };
  await assert.rejects(call("scheduler", "GetSchedule", { Name: "s" }), gone);
  await assert.rejects(call("scheduler", "DeleteSchedule", { Name: "s" }), gone);
  await assert.rejects(call("scheduler", "UpdateSchedule", input(rig)), gone);
});

test("a request repeated with its token makes nothing new; another of the name is refused", async (context) => {
  const rig = await openSchedulerRig(context);
  const first = await rig.call("scheduler", "CreateSchedule", input(rig, { ClientToken: "t1" }));
  assert.deepEqual(await rig.call("scheduler", "CreateSchedule", input(rig, { ClientToken: "t1" })), first);
  await assert.rejects(rig.call("scheduler", "CreateSchedule", input(rig, { ClientToken: "t2" })), {
    name: "ConflictException",
    message: "Schedule s already exists.",
  });
  await assert.rejects(rig.call("scheduler", "CreateSchedule", input(rig, { GroupName: "none" })), {
    name: "ResourceNotFoundException",
    message: "Schedule group none does not exist.",
  });
});

test("what a schedule cannot be is refused in AWS's words", async (context) => {
  const rig = await openSchedulerRig(context);
  const { roleArn } = rig;
  const target = (more: Partial<NonNullable<Input["Target"]>>): Partial<Input> => ({
    Target: { Arn: lambdaArn, RoleArn: roleArn, ...more },
  });
  const sqs = "arn:aws:sqs:us-east-1:000000000000:q";
  const universal = (action: string, Input: string | undefined = "{}") =>
    target({ Arn: `arn:aws:scheduler:::aws-sdk:${action}`, Input });
  const now = rig.clock.nowMs();
  for (const [more, message] of [
    [{ ScheduleExpression: "rate(10 seconds)" }, "Invalid Schedule Expression rate(10 seconds)."],
    [{ ScheduleExpression: " rate(1 hour)" }, "Invalid Schedule Expression  rate(1 hour)."],
    [{ ScheduleExpressionTimezone: "Mars/Olympus" }, /Mars\/Olympus/],
    [{ KmsKeyArn: "arn:aws:kms:us-east-1:000000000000:key/k" }, /KmsKeyArn/],
    [
      { FlexibleTimeWindow: { Mode: "OFF", MaximumWindowInMinutes: 5 } },
      "MaximumWindowInMinutes must not be provided when FlexibleTimeWindowMode is set to OFF.",
    ],
    [{ FlexibleTimeWindow: { Mode: "FLEXIBLE" } }, /MaximumWindowInMinutes must be provided/],
    [{ StartDate: new Date(now - 301_000) }, "The StartDate you specify cannot be earlier than 5 minutes ago."],
    [
      { StartDate: new Date(now + 2_000), EndDate: new Date(now + 1_000) },
      "The StartDate you specify must come before the EndDate.",
    ],
    [target({ Arn: "arn:aws:backup:us-east-1:000000000000:x" }), "backup is not a supported service for a target."],
    [
      target({ Arn: "arn:aws:events:us-east-1:000000000000:api-destination/x" }),
      "Provided Arn is not in correct format.",
    ],
    [
      target({ Arn: "arn:aws:lambda:eu-west-1:000000000000:function:dummy" }),
      "The target ARN provided does not match the current region us-east-1.",
    ],
    [target({ Input: "{" }), "JSON syntax error in input for the target."],
    [target({ SqsParameters: { MessageGroupId: "g" } }), "Parameters SqsParameters not supported for the target."],
    [target({ Arn: `${sqs}.fifo` }), "Parameters SqsParameters must be specified."],
    [
      target({ Arn: sqs, SqsParameters: { MessageGroupId: "g" } }),
      "Parameters MessageGroupId not valid for the target.",
    ],
    [
      target({ Arn: "arn:aws:events:us-east-1:000000000000:event-bus/default" }),
      "Parameters EventBridgeParameters must be specified.",
    ],
    [target({ DeadLetterConfig: { Arn: `${sqs}.fifo` } }), /FIFO/],
    [
      target({ Arn: "arn:aws:states:us-east-1:000000000000:stateMachine:m", Input: "{}" }),
      "Squall does not implement states as a target of schedules yet.",
    ],
    [universal("sqs:getQueueUrl"), "getQueueUrl API is not supported."],
    [universal("sqs:flyToTheMoon"), "flyToTheMoon API is not supported."],
    [universal("spaceship:launch"), "spaceship is not a supported service for a target."],
    [universal("kms:createKey"), "Squall does not implement kms CreateKey yet."],
    [universal("sqs:sendMessage", "{"), "JSON syntax error in input for the target."],
    [
      target({ Arn: "arn:aws:scheduler:::aws-sdk:sqs:sendMessage" }),
      "You must provide an input to set this target for your schedule.",
    ],
    [
      target({ Arn: "arn:aws:scheduler:us-east-1:000000000000:schedule/default/s" }),
      "scheduler is not a supported service for a target.",
    ],
    [
      target({ RoleArn: "arn:aws:iam::000000000000:role/nobody" }),
      "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
    ],
  ] as const) {
    const refused = { name: "ValidationException", message };
    await assert.rejects(rig.call("scheduler", "CreateSchedule", input(rig, more as Partial<Input>)), refused);
  }
  assert.deepEqual((await rig.call("scheduler", "ListSchedules", {})).Schedules, [], "nothing was made");
});

test("a role may be for one group alone, which its trust policy names as the source", async (context) => {
  const rig = await openSchedulerRig(context);
  const source = "arn:aws:scheduler:us-east-1:000000000000:schedule-group/mine";
  const { Role } = await rig.call("iam", "CreateRole", {
    RoleName: "narrow",
    AssumeRolePolicyDocument: trusting("scheduler.amazonaws.com", { StringEquals: { "aws:SourceArn": source } }),
  });
  await rig.call("scheduler", "CreateScheduleGroup", { Name: "mine" });
  const Target = { Arn: lambdaArn, RoleArn: Role?.Arn ?? "" };
  await rig.call("scheduler", "CreateSchedule", input(rig, { GroupName: "mine", Target }));
  await assert.rejects(rig.call("scheduler", "CreateSchedule", input(rig, { Target })), /must allow/);
});

test("lists go by group and name, by prefix and state, in pages that stay as rows come and go", async (context) => {
  const rig = await openSchedulerRig(context);
  const { call } = rig;
  await call("scheduler", "CreateScheduleGroup", { Name: "a" });
  for (const [GroupName, Name, State] of [
    ["default", "one", "ENABLED"],
    ["default", "two", "DISABLED"],
    ["a", "three", "ENABLED"],
    ["a", "two", "ENABLED"],
  ] as const) {
    await call("scheduler", "CreateSchedule", input(rig, { GroupName, Name, State }));
  }
  const list = async (more: CallInput<Scheduler, "ListSchedules">) => {
    const { Schedules = [], NextToken } = await call("scheduler", "ListSchedules", more);
    return { names: Schedules.map(({ GroupName, Name }) => `${GroupName}/${Name}`), NextToken };
  };
  assert.deepEqual((await list({})).names, ["a/three", "a/two", "default/one", "default/two"]);
  assert.deepEqual((await list({ NamePrefix: "tw" })).names, ["a/two", "default/two"]);
  assert.deepEqual((await list({ GroupName: "a", NamePrefix: "th" })).names, ["a/three"]);
  assert.deepEqual((await list({ State: "DISABLED" })).names, ["default/two"]);
  const first = await list({ MaxResults: 2 });
  assert.deepEqual(first.names, ["a/three", "a/two"]);
  await call("scheduler", "DeleteSchedule", { GroupName: "a", Name: "two" });
  const second = await list({ MaxResults: 2, NextToken: first.NextToken });
  assert.deepEqual(second, { names: ["default/one", "default/two"], NextToken: undefined });
  await assert.rejects(list({ NextToken: "nonsense" }), { name: "ValidationException" });
  await assert.rejects(list({ GroupName: "none" }), { name: "ResourceNotFoundException" });
});

test("a change or deletion that is repeated by its ClientToken does nothing, and is none that failed", async (context) => {
  const rig = await openSchedulerRig(context);
  const { call } = rig;
  const input = (rate: string) => ({
    Name: "s",
    ScheduleExpression: `rate(${rate})`,
    FlexibleTimeWindow: { Mode: "OFF" as const },
    Target: { Arn: "arn:aws:sqs:us-east-1:000000000000:q", RoleArn: rig.roleArn },
  });
  const rate = async () => (await call("scheduler", "GetSchedule", { Name: "s" })).ScheduleExpression;
  await call("scheduler", "CreateSchedule", { ...input("1 hour"), ClientToken: "a" });
  await call("scheduler", "UpdateSchedule", { ...input("2 hours"), ClientToken: "b" });
  await call("scheduler", "UpdateSchedule", { ...input("3 hours"), ClientToken: "c" });
  await call("scheduler", "UpdateSchedule", { ...input("2 hours"), ClientToken: "b" });
  assert.equal(await rate(), "rate(3 hours)", "a request that is repeated late undoes nothing");
  await call("scheduler", "UpdateSchedule", { ...input("2 hours"), ClientToken: "d" });
  assert.equal(await rate(), "rate(2 hours)");
  await call("scheduler", "DeleteSchedule", { Name: "s", ClientToken: "b" });
  await call("scheduler", "DeleteSchedule", { Name: "s", ClientToken: "b" });
  await assert.rejects(call("scheduler", "DeleteSchedule", { Name: "s", ClientToken: "e" }), {
    name: "ResourceNotFoundException",
  });
  await call("scheduler", "CreateSchedule", { ...input("1 hour"), ClientToken: "f" });
  await call("scheduler", "DeleteSchedule", { Name: "s", ClientToken: "b" });
  assert.equal(await rate(), "rate(1 hour)", "what was made since stays");
  await call("scheduler", "CreateScheduleGroup", { Name: "g" });
  await call("scheduler", "DeleteScheduleGroup", { Name: "g", ClientToken: "x" });
  await rig.advance(1_000);
  await call("scheduler", "DeleteScheduleGroup", { Name: "g", ClientToken: "x" });
  await assert.rejects(call("scheduler", "DeleteScheduleGroup", { Name: "g", ClientToken: "y" }), {
    name: "ResourceNotFoundException",
  });
});
