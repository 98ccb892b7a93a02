import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { refuses } from "../../../../test/support/refuses.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import type { Principal } from "../../principal.ts";
import { createAccessControl } from "../access/access-control.ts";
import { iam } from "../service.ts";

const document = JSON.stringify({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "s3:*", Resource: "*" },
});
const readOnly = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";

const open = (context: TestContext) => openServiceTest(context, [iam], { access: createAccessControl });

test("CreateUser and GetUser, by name and without", async (context) => {
  const { call } = await open(context);
  const { User } = await call("iam", "CreateUser", {
    UserName: "Alice",
    Path: "/x/",
    Tags: [{ Key: "a", Value: "1" }],
  });
  assert.match(User?.UserId ?? "", /^AIDA[A-Z2-7]{17}$/);
  assert.deepEqual(
    { ...User, UserId: "" },
    {
      Path: "/x/",
      UserName: "Alice",
      UserId: "",
      Arn: "arn:aws:iam::000000000000:user/x/Alice",
      CreateDate: new Date(Date.UTC(2026, 0, 1)),
      PermissionsBoundary: undefined,
      Tags: [{ Key: "a", Value: "1" }],
    },
  );
  assert.deepEqual((await call("iam", "GetUser", { UserName: "alice" })).User, User);
  const alice: Principal = { kind: "user", account: "000000000000", arn: User?.Arn ?? "", userId: User?.UserId ?? "" };
  assert.deepEqual((await call("iam", "GetUser", {}, alice)).User, User);
  assert.equal((await call("iam", "GetUser", {})).User?.Arn, "arn:aws:iam::000000000000:root");
  const session: Principal = {
    ...alice,
    kind: "assumed-role",
    arn: "arn:aws:sts::000000000000:assumed-role/LabRole/s",
  };
  await refuses(
    call("iam", "GetUser", {}, session),
    "ValidationError",
    "Must specify userName when calling with non-User credentials",
  );
  await refuses(
    call("iam", "CreateUser", { UserName: "ALICE" }),
    "EntityAlreadyExistsException",
    "User with name ALICE already exists.",
  );
  await refuses(
    call("iam", "GetUser", { UserName: "bob" }),
    "NoSuchEntityException",
    "The user with name bob cannot be found.",
  );
});

test("UpdateUser renames and moves a user, who keeps all else", async (context) => {
  const { call } = await open(context);
  const { User } = await call("iam", "CreateUser", { UserName: "a" });
  await call("iam", "CreateUser", { UserName: "taken" });
  await call("iam", "PutUserPolicy", { UserName: "a", PolicyName: "p", PolicyDocument: document });
  await call("iam", "UpdateUser", { UserName: "a", NewUserName: "b", NewPath: "/y/" });
  const renamed = (await call("iam", "GetUser", { UserName: "b" })).User;
  assert.deepEqual([renamed?.UserId, renamed?.Arn], [User?.UserId, "arn:aws:iam::000000000000:user/y/b"]);
  assert.deepEqual((await call("iam", "ListUserPolicies", { UserName: "b" })).PolicyNames, ["p"]);
  await refuses(call("iam", "GetUser", { UserName: "a" }), "NoSuchEntityException", /cannot be found/);
  await refuses(
    call("iam", "UpdateUser", { UserName: "b", NewUserName: "taken" }),
    "EntityAlreadyExistsException",
    /taken/,
  );
  const { Users } = await call("iam", "ListUsers", { PathPrefix: "/y/" });
  assert.deepEqual(
    Users?.map(({ UserName }) => UserName),
    ["b"],
  );
});

test("access keys", async (context) => {
  const { call, table } = await open(context);
  await call("iam", "CreateUser", { UserName: "a" });
  const { AccessKey } = await call("iam", "CreateAccessKey", { UserName: "a" });
  const { AccessKeyId = "", SecretAccessKey = "" } = AccessKey ?? {};
  assert.match(AccessKeyId, /^AKIA[A-Z2-7]{16}$/);
  assert.match(SecretAccessKey, /^[A-Za-z0-9+/]{40}$/);
  const found = await table.host.access.findCredentials(AccessKeyId, undefined);
  assert.equal(found?.secretAccessKey, SecretAccessKey);
  assert.equal(found?.principal.arn, "arn:aws:iam::000000000000:user/a");
  assert.equal(table.host.access.accountOfAccessKey(AccessKeyId), "000000000000");

  const key = { UserName: "a", AccessKeyId };
  await call("iam", "UpdateAccessKey", { ...key, Status: "Inactive" });
  assert.equal(await table.host.access.findCredentials(AccessKeyId, undefined), undefined);
  const { AccessKeyMetadata } = await call("iam", "ListAccessKeys", { UserName: "a" });
  assert.deepEqual(AccessKeyMetadata, [
    { UserName: "a", AccessKeyId, Status: "Inactive", CreateDate: new Date(Date.UTC(2026, 0, 1)) },
  ]);
  // A user makes its own second key.
  await call("iam", "CreateAccessKey", {}, found?.principal);
  await refuses(
    call("iam", "CreateAccessKey", { UserName: "a" }),
    "LimitExceededException",
    "Cannot exceed quota for AccessKeysPerUser: 2",
  );
  await refuses(
    call("iam", "DeleteUser", { UserName: "a" }),
    "DeleteConflictException",
    "Cannot delete entity, must delete access keys first.",
  );
  await call("iam", "DeleteAccessKey", key);
  await refuses(
    call("iam", "DeleteAccessKey", key),
    "NoSuchEntityException",
    `The Access Key with id ${AccessKeyId} cannot be found.`,
  );
  await refuses(call("iam", "UpdateAccessKey", { ...key, Status: "Active" }), "NoSuchEntityException", /Access Key/);
  await refuses(call("iam", "UpdateAccessKey", { ...key, Status: "Expired" }), "ValidationError", /Expired/);
});

test("a user's policies, boundary and tags", async (context) => {
  const { call } = await open(context);
  const name = { UserName: "a" };
  await call("iam", "CreateUser", name);
  await call("iam", "PutUserPolicy", { ...name, PolicyName: "p", PolicyDocument: document });
  const { PolicyDocument } = await call("iam", "GetUserPolicy", { ...name, PolicyName: "p" });
  assert.equal(PolicyDocument, encodeURIComponent(document).replaceAll("*", "%2A"));
  await call("iam", "AttachUserPolicy", { ...name, PolicyArn: readOnly });
  const { AttachedPolicies } = await call("iam", "ListAttachedUserPolicies", name);
  assert.deepEqual(AttachedPolicies, [{ PolicyName: "AmazonS3ReadOnlyAccess", PolicyArn: readOnly }]);
  const large = JSON.stringify({ ...JSON.parse(document), Id: "x".repeat(2_000) });
  const put = call("iam", "PutUserPolicy", { ...name, PolicyName: "q", PolicyDocument: large });
  await refuses(put, "LimitExceededException", "Maximum policy size of 2048 bytes exceeded for user a");

  await call("iam", "PutUserPermissionsBoundary", { ...name, PermissionsBoundary: readOnly });
  await call("iam", "TagUser", {
    ...name,
    Tags: [
      { Key: "a", Value: "1" },
      { Key: "b", Value: "2" },
    ],
  });
  await call("iam", "UntagUser", { ...name, TagKeys: ["a"] });
  assert.deepEqual((await call("iam", "ListUserTags", name)).Tags, [{ Key: "b", Value: "2" }]);
  const { User } = await call("iam", "GetUser", name);
  assert.equal(User?.PermissionsBoundary?.PermissionsBoundaryArn, readOnly);
  await call("iam", "DeleteUserPermissionsBoundary", name);
  await refuses(call("iam", "DeleteUserPermissionsBoundary", name), "NoSuchEntityException", /boundary/);

  await refuses(
    call("iam", "DeleteUser", name),
    "DeleteConflictException",
    "Cannot delete entity, must detach all policies first.",
  );
  await call("iam", "DetachUserPolicy", { ...name, PolicyArn: readOnly });
  await refuses(
    call("iam", "DeleteUser", name),
    "DeleteConflictException",
    "Cannot delete entity, must delete policies first.",
  );
  await call("iam", "DeleteUserPolicy", { ...name, PolicyName: "p" });
  await refuses(
    call("iam", "DeleteUserPolicy", { ...name, PolicyName: "p" }),
    "NoSuchEntityException",
    "The user policy with name p cannot be found.",
  );
  await call("iam", "DeleteUser", name);
  await refuses(call("iam", "DeleteUser", name), "NoSuchEntityException", "The user with name a cannot be found.");
});

test("groups and their members", async (context) => {
  const { call } = await open(context);
  const group = { GroupName: "Team" };
  const { Group } = await call("iam", "CreateGroup", { ...group, Path: "/x/" });
  assert.match(Group?.GroupId ?? "", /^AGPA[A-Z2-7]{17}$/);
  assert.equal(Group?.Arn, "arn:aws:iam::000000000000:group/x/Team");
  await refuses(
    call("iam", "CreateGroup", group),
    "EntityAlreadyExistsException",
    "Group with name Team already exists.",
  );
  for (const UserName of ["b", "a"]) {
    await call("iam", "CreateUser", { UserName });
    await call("iam", "AddUserToGroup", { ...group, UserName });
  }
  await call("iam", "AddUserToGroup", { GroupName: "team", UserName: "a" });
  const page = await call("iam", "GetGroup", { ...group, MaxItems: 1 });
  assert.deepEqual([page.Users?.map(({ UserName }) => UserName), page.IsTruncated], [["a"], true]);
  const rest = await call("iam", "GetGroup", { ...group, Marker: page.Marker });
  assert.deepEqual(
    rest.Users?.map(({ UserName }) => UserName),
    ["b"],
  );
  assert.deepEqual(
    (await call("iam", "ListGroupsForUser", { UserName: "a" })).Groups?.map(({ GroupName }) => GroupName),
    ["Team"],
  );
  assert.deepEqual((await call("iam", "ListGroups", { PathPrefix: "/x/" })).Groups, [Group]);

  await call("iam", "PutGroupPolicy", { ...group, PolicyName: "p", PolicyDocument: document });
  assert.deepEqual((await call("iam", "ListGroupPolicies", group)).PolicyNames, ["p"]);
  const { PolicyDocument = "" } = await call("iam", "GetGroupPolicy", { ...group, PolicyName: "p" });
  assert.equal(decodeURIComponent(PolicyDocument), document);
  await call("iam", "AttachGroupPolicy", { ...group, PolicyArn: readOnly });
  const { AttachedPolicies } = await call("iam", "ListAttachedGroupPolicies", group);
  assert.deepEqual(AttachedPolicies, [{ PolicyName: "AmazonS3ReadOnlyAccess", PolicyArn: readOnly }]);

  await call("iam", "CreateGroup", { GroupName: "taken" });
  await refuses(
    call("iam", "UpdateGroup", { ...group, NewGroupName: "TAKEN" }),
    "EntityAlreadyExistsException",
    "Group with name TAKEN already exists.",
  );
  await call("iam", "UpdateGroup", { ...group, NewGroupName: "Crew", NewPath: "/y/" });
  const crew = await call("iam", "GetGroup", { GroupName: "crew" });
  assert.deepEqual(
    [crew.Group?.GroupId, crew.Group?.Arn, crew.Users?.length],
    [Group?.GroupId, "arn:aws:iam::000000000000:group/y/Crew", 2],
  );
  await call("iam", "UpdateGroup", { GroupName: "Crew", NewGroupName: "Team" });

  const conflict = "DeleteConflictException";
  await refuses(
    call("iam", "DeleteUser", { UserName: "a" }),
    conflict,
    "Cannot delete entity, must remove users from group first.",
  );
  await refuses(
    call("iam", "DeleteGroup", group),
    conflict,
    "Cannot delete entity, must remove users from group first.",
  );
  for (const UserName of ["a", "b"]) await call("iam", "RemoveUserFromGroup", { ...group, UserName });
  await refuses(call("iam", "DeleteGroup", group), conflict, "Cannot delete entity, must detach all policies first.");
  await call("iam", "DetachGroupPolicy", { ...group, PolicyArn: readOnly });
  await refuses(call("iam", "DeleteGroup", group), conflict, "Cannot delete entity, must delete policies first.");
  await call("iam", "DeleteGroupPolicy", { ...group, PolicyName: "p" });
  await call("iam", "DeleteGroup", group);
  await refuses(call("iam", "GetGroup", group), "NoSuchEntityException", "The group with name Team cannot be found.");
});

test("a user is in ten groups at most", async (context) => {
  const { call } = await open(context);
  await call("iam", "CreateUser", { UserName: "a" });
  const add = async (GroupName: string) => {
    await call("iam", "CreateGroup", { GroupName });
    await call("iam", "AddUserToGroup", { GroupName, UserName: "a" });
  };
  for (let index = 0; index < 10; index++) await add(`g${index}`);
  await refuses(add("g10"), "LimitExceededException", "Cannot exceed quota for GroupsPerUser: 10");
});

test("the account's alias and summary", async (context) => {
  const { call } = await open(context);
  const aliases = async () => (await call("iam", "ListAccountAliases", {})).AccountAliases;
  assert.deepEqual(await aliases(), []);
  await call("iam", "CreateAccountAlias", { AccountAlias: "first" });
  await call("iam", "CreateAccountAlias", { AccountAlias: "second" });
  assert.deepEqual(await aliases(), ["second"]);
  await refuses(
    call("iam", "CreateAccountAlias", { AccountAlias: "second" }),
    "EntityAlreadyExistsException",
    "The account alias second already exists.",
  );
  await refuses(
    call("iam", "DeleteAccountAlias", { AccountAlias: "first" }),
    "NoSuchEntityException",
    "The account alias first cannot be found.",
  );
  await call("iam", "DeleteAccountAlias", { AccountAlias: "second" });
  assert.deepEqual(await aliases(), []);
  await call("iam", "CreateUser", { UserName: "a" });
  const { SummaryMap } = await call("iam", "GetAccountSummary", {});
  assert.deepEqual([SummaryMap?.Users, SummaryMap?.Roles, SummaryMap?.RolesQuota], [1, 1, 1_000]);
});
