import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { refuses } from "../../../../test/support/refuses.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { createAccessControl } from "../access/access-control.ts";
import { iam } from "../service.ts";

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
});

const open = (context: TestContext) => openServiceTest(context, [iam], { access: createAccessControl });

test("instance profiles hold one role", async (context) => {
  const { call } = await open(context);
  for (const RoleName of ["r", "other"]) await call("iam", "CreateRole", { RoleName, AssumeRolePolicyDocument: trust });
  const name = { InstanceProfileName: "p" };
  const { InstanceProfile } = await call("iam", "CreateInstanceProfile", {
    ...name,
    Path: "/x/",
    Tags: [{ Key: "a", Value: "1" }],
  });
  assert.equal(InstanceProfile?.Arn, "arn:aws:iam::000000000000:instance-profile/x/p");
  assert.match(InstanceProfile?.InstanceProfileId ?? "", /^AIPA[A-Z2-7]{17}$/);
  await refuses(
    call("iam", "CreateInstanceProfile", name),
    "EntityAlreadyExistsException",
    "Instance Profile p already exists.",
  );
  await call("iam", "AddRoleToInstanceProfile", { ...name, RoleName: "r" });
  const second = call("iam", "AddRoleToInstanceProfile", { ...name, RoleName: "other" });
  await refuses(second, "LimitExceededException", "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
  const ofRole = await call("iam", "ListInstanceProfilesForRole", { RoleName: "r" });
  assert.deepEqual(
    ofRole.InstanceProfiles?.map((each) => each.InstanceProfileName),
    ["p"],
  );
  const listed = await call("iam", "ListInstanceProfiles", { PathPrefix: "/x/" });
  assert.deepEqual(
    listed.InstanceProfiles?.map((each) => each.Roles?.map(({ RoleName }) => RoleName)),
    [["r"]],
  );

  await call("iam", "TagInstanceProfile", { ...name, Tags: [{ Key: "b", Value: "2" }] });
  await call("iam", "UntagInstanceProfile", { ...name, TagKeys: ["a"] });
  assert.deepEqual((await call("iam", "ListInstanceProfileTags", name)).Tags, [{ Key: "b", Value: "2" }]);

  await refuses(
    call("iam", "DeleteRole", { RoleName: "r" }),
    "DeleteConflictException",
    "Cannot delete entity, must remove roles from instance profile first.",
  );
  await refuses(
    call("iam", "DeleteInstanceProfile", name),
    "DeleteConflictException",
    "Cannot delete entity, must remove roles from instance profile first.",
  );
  await refuses(
    call("iam", "RemoveRoleFromInstanceProfile", { ...name, RoleName: "other" }),
    "NoSuchEntityException",
    /other/,
  );
  await call("iam", "RemoveRoleFromInstanceProfile", { ...name, RoleName: "r" });
  await call("iam", "DeleteInstanceProfile", name);
  await refuses(
    call("iam", "GetInstanceProfile", name),
    "NoSuchEntityException",
    "Instance Profile p cannot be found.",
  );
});
