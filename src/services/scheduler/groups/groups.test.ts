import assert from "node:assert/strict";
import { test } from "node:test";
import { openSchedulerRig } from "../../../../test/support/scheduler-rig.ts";
import { limits } from "../limits.ts";

const arn = "arn:aws:scheduler:us-east-1:000000000000:schedule-group/g";

test("groups are made, listed, tagged, and are DELETING until their schedules are gone", async (context) => {
  const rig = await openSchedulerRig(context);
  const { call } = rig;
  const made = await call("scheduler", "CreateScheduleGroup", { Name: "g", Tags: [{ Key: "a", Value: "1" }] });
  assert.equal(made.ScheduleGroupArn, arn);
  await assert.rejects(call("scheduler", "CreateScheduleGroup", { Name: "g" }), {
    name: "ConflictException",
    message: "Schedule group g already exists.",
  });
  const { ScheduleGroups = [] } = await call("scheduler", "ListScheduleGroups", {});
  assert.deepEqual(
    ScheduleGroups.map(({ Name, State }) => [Name, State]),
    [
      ["default", "ACTIVE"],
      ["g", "ACTIVE"],
    ],
  );
  const page = await call("scheduler", "ListScheduleGroups", { MaxResults: 1 });
  const rest = await call("scheduler", "ListScheduleGroups", { MaxResults: 1, NextToken: page.NextToken });
  assert.deepEqual([rest.ScheduleGroups?.[0]?.Name, rest.NextToken], ["g", undefined]);
  await call("scheduler", "TagResource", { ResourceArn: arn, Tags: [{ Key: "b", Value: "2" }] });
  await call("scheduler", "UntagResource", { ResourceArn: arn, TagKeys: ["a", "not there"] });
  const { Tags } = await call("scheduler", "ListTagsForResource", { ResourceArn: arn });
  assert.deepEqual(Tags, [{ Key: "b", Value: "2" }]);
  await assert.rejects(call("scheduler", "ListTagsForResource", { ResourceArn: `${arn}x` }), {
    name: "ResourceNotFoundException",
  });

  for (let index = 0; index <= limits.removedAtOnce; index++) {
    await call("scheduler", "CreateSchedule", {
      Name: `s${index}`,
      GroupName: "g",
      ScheduleExpression: "rate(1 hour)",
      State: "DISABLED",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: { Arn: "arn:aws:sqs:us-east-1:000000000000:q", RoleArn: rig.roleArn },
    });
  }
  await call("scheduler", "DeleteScheduleGroup", { Name: "g" });
  assert.equal((await call("scheduler", "GetScheduleGroup", { Name: "g" })).State, "DELETING");
  await assert.rejects(
    call("scheduler", "UpdateSchedule", {
      Name: "s0",
      GroupName: "g",
      ScheduleExpression: "rate(1 hour)",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: { Arn: "arn:aws:sqs:us-east-1:000000000000:q", RoleArn: rig.roleArn },
    }),
    { name: "ConflictException" },
  );
  await rig.advance(1_000);
  await assert.rejects(call("scheduler", "GetScheduleGroup", { Name: "g" }), {
    name: "ResourceNotFoundException",
    message: "Schedule group g does not exist.",
  });
  assert.deepEqual((await call("scheduler", "ListSchedules", {})).Schedules, []);
});

test("the default group is there, and stays", async (context) => {
  const { call } = await openSchedulerRig(context);
  assert.equal((await call("scheduler", "GetScheduleGroup", { Name: "default" })).State, "ACTIVE");
  await assert.rejects(call("scheduler", "DeleteScheduleGroup", { Name: "default" }), { name: "ValidationException" });
});

test("a group has fifty tags at most, and none of AWS's", async (context) => {
  const { call } = await openSchedulerRig(context);
  const tags = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: "v" }));
  await assert.rejects(call("scheduler", "CreateScheduleGroup", { Name: "g", Tags: tags }), /50 tags/);
  const Tags = [{ Key: "aws:x", Value: "v" }];
  await assert.rejects(call("scheduler", "CreateScheduleGroup", { Name: "g", Tags }), /reserved/);
});

test("a policy tells groups apart by their tags", async (context) => {
  const rig = await openSchedulerRig(context, [], { auth: "enforce" });
  const { call } = rig;
  const group = (Name: string, team: string) =>
    call("scheduler", "CreateScheduleGroup", { Name, Tags: [{ Key: "team", Value: team }] });
  await group("g", "a");
  await group("h", "b");
  const statement = {
    Effect: "Allow",
    Action: "scheduler:*",
    Resource: "*",
    Condition: { StringEquals: { "aws:ResourceTag/team": "a" } },
  };
  await call("iam", "CreateUser", { UserName: "u" });
  await call("iam", "PutUserPolicy", {
    UserName: "u",
    PolicyName: "p",
    PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
  });
  const { User } = await call("iam", "GetUser", { UserName: "u" });
  const user = {
    kind: "user" as const,
    account: "000000000000",
    arn: User?.Arn ?? "",
    userId: User?.UserId ?? "",
    accessKeyId: "",
    userName: "u",
  };
  const refused = { code: "AccessDenied" };
  assert.equal((await call("scheduler", "GetScheduleGroup", { Name: "g" }, user)).Name, "g");
  await call("scheduler", "ListTagsForResource", { ResourceArn: arn }, user);
  await assert.rejects(call("scheduler", "GetScheduleGroup", { Name: "h" }, user), refused);
  await assert.rejects(call("scheduler", "DeleteScheduleGroup", { Name: "h" }, user), refused);
  await assert.rejects(
    call("scheduler", "ListTagsForResource", { ResourceArn: arn.replace(/g$/, "h") }, user),
    refused,
  );
  await call("scheduler", "DeleteScheduleGroup", { Name: "g" }, user);
});
