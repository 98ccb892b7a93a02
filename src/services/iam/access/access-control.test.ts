// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written like this.
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { openServiceTest, type ServiceTest } from "../../../../test/support/service-test.ts";
import { logs } from "../../logs/service.ts";
import type { Principal } from "../../principal.ts";
import { iam } from "../service.ts";
import { createAccessControl } from "./access-control.ts";

const account = "000000000000";

async function openEnforced(context: TestContext) {
  const harness = await openServiceTest(context, [iam, logs], { access: createAccessControl, auth: "enforce" });
  return { ...harness, createUser: (name: string, path = "/") => createUser(harness.call, name, path) };
}

async function createUser(call: ServiceTest["call"], UserName: string, Path: string): Promise<Principal> {
  const { User } = await call("iam", "CreateUser", { UserName, Path });
  return { kind: "user", account, arn: User?.Arn ?? "", userId: User?.UserId ?? "" };
}

function policy(Action: string | string[], Resource: string | string[], rest: object = {}): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", Action, Resource, ...rest } });
}

const denied = (
  user: Principal,
  action: string,
  resource: string,
  reason = `because no identity-based policy allows the ${action} action`,
) => ({
  name: "AccessDenied",
  message: `User: ${user.arn} is not authorized to perform: ${action} on resource: ${resource} ${reason}`,
});

test("a user may do what a policy says, from the moment it says so until it does no more", async (context) => {
  const { call, createUser } = await openEnforced(context);
  const alice = await createUser("alice");
  const create = (logGroupName: string) => call("cloudwatch-logs", "CreateLogGroup", { logGroupName }, alice);
  const arn = (name: string) => `arn:aws:logs:us-east-1:${account}:log-group:${name}:log-stream:`;
  await assert.rejects(create("app"), denied(alice, "logs:CreateLogGroup", arn("app")));
  const inline = { UserName: "alice", PolicyName: "p" };
  const PolicyDocument = policy("logs:*", `arn:aws:logs:*:*:log-group:app*`);
  await call("iam", "PutUserPolicy", { ...inline, PolicyDocument });
  await create("app");
  await call("cloudwatch-logs", "CreateLogStream", { logGroupName: "app", logStreamName: "s" }, alice);
  await assert.rejects(create("other"), denied(alice, "logs:CreateLogGroup", arn("other")));
  await assert.rejects(
    call("cloudwatch-logs", "DescribeLogGroups", {}, alice),
    denied(alice, "logs:DescribeLogGroups", `arn:aws:logs:us-east-1:${account}:log-group::log-stream:`),
  );
  await call("iam", "PutUserPermissionsBoundary", {
    UserName: "alice",
    PermissionsBoundary: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
  });
  await assert.rejects(
    create("app2"),
    denied(
      alice,
      "logs:CreateLogGroup",
      arn("app2"),
      "because no permissions boundary allows the logs:CreateLogGroup action",
    ),
  );
  await call("iam", "DeleteUserPermissionsBoundary", { UserName: "alice" });
  await create("app2");
  await call("iam", "DeleteUserPolicy", inline);
  await assert.rejects(create("app3"), denied(alice, "logs:CreateLogGroup", arn("app3")));
});

test("a group's and a managed policy's new default version count at once", async (context) => {
  const { call, createUser } = await openEnforced(context);
  const alice = await createUser("alice");
  await call("iam", "CreateGroup", { GroupName: "g" });
  const { Policy } = await call("iam", "CreatePolicy", { PolicyName: "p", PolicyDocument: policy("s3:*", "*") });
  const PolicyArn = Policy?.Arn ?? "";
  await call("iam", "AttachGroupPolicy", { GroupName: "g", PolicyArn });
  const list = () => call("iam", "ListRoles", {}, alice);
  await assert.rejects(list(), denied(alice, "iam:ListRoles", `arn:aws:iam::${account}:role/`));
  await call("iam", "AddUserToGroup", { GroupName: "g", UserName: "alice" });
  await assert.rejects(list(), { name: "AccessDenied" });
  await call("iam", "CreatePolicyVersion", { PolicyArn, PolicyDocument: policy("iam:List*", "*"), SetAsDefault: true });
  await list();
  await call("iam", "RemoveUserFromGroup", { GroupName: "g", UserName: "alice" });
  await assert.rejects(list(), { name: "AccessDenied" });
});

test("a user who may manage itself manages nobody else, and paths count", async (context) => {
  const { call, createUser } = await openEnforced(context);
  const alice = await createUser("alice", "/team/");
  await createUser("bob", "/team/");
  const PolicyDocument = policy("iam:*AccessKey*", "arn:aws:iam::*:user/team/${aws:username}");
  await call("iam", "PutUserPolicy", { UserName: "alice", PolicyName: "p", PolicyDocument });
  await call("iam", "CreateAccessKey", {}, alice);
  assert.equal((await call("iam", "ListAccessKeys", { UserName: "alice" }, alice)).AccessKeyMetadata?.length, 1);
  await assert.rejects(
    call("iam", "CreateAccessKey", { UserName: "bob" }, alice),
    denied(alice, "iam:CreateAccessKey", `arn:aws:iam::${account}:user/team/bob`),
  );
  const creators = policy("iam:CreateUser", `arn:aws:iam::${account}:user/team/*`);
  await call("iam", "PutUserPolicy", { UserName: "alice", PolicyName: "q", PolicyDocument: creators });
  await call("iam", "CreateUser", { UserName: "carol", Path: "/team/" }, alice);
  await assert.rejects(
    call("iam", "CreateUser", { UserName: "dave" }, alice),
    denied(alice, "iam:CreateUser", `arn:aws:iam::${account}:user/dave`),
  );
});

test("a user's tags are condition keys", async (context) => {
  const { call, createUser } = await openEnforced(context);
  const alice = await createUser("alice");
  const PolicyDocument = policy("iam:ListUsers", "*", {
    Condition: { StringEquals: { "aws:PrincipalTag/Team": "blue" } },
  });
  await call("iam", "PutUserPolicy", { UserName: "alice", PolicyName: "p", PolicyDocument });
  await assert.rejects(call("iam", "ListUsers", {}, alice), { name: "AccessDenied" });
  await call("iam", "TagUser", { UserName: "alice", Tags: [{ Key: "team", Value: "blue" }] });
  await call("iam", "ListUsers", {}, alice);
});

test("who may make roles only with a boundary, a tag or some policies makes no others", async (context) => {
  const { call, createUser } = await openEnforced(context);
  const alice = await createUser("alice");
  const PermissionsBoundary = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
  const create = policy("iam:CreateRole", "*", {
    Condition: { StringEquals: { "iam:PermissionsBoundary": PermissionsBoundary, "aws:RequestTag/Team": "blue" } },
  });
  const attach = policy("iam:AttachRolePolicy", "*", {
    Condition: { ArnLike: { "iam:PolicyARN": "arn:aws:iam::aws:policy/AmazonS3*" } },
  });
  await call("iam", "PutUserPolicy", { UserName: "alice", PolicyName: "create", PolicyDocument: create });
  await call("iam", "PutUserPolicy", { UserName: "alice", PolicyName: "attach", PolicyDocument: attach });
  const tag = policy("iam:TagRole", "*");
  await call("iam", "PutUserPolicy", { UserName: "alice", PolicyName: "tag", PolicyDocument: tag });
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
  });
  const role = { RoleName: "r", AssumeRolePolicyDocument };
  const Tags = [{ Key: "Team", Value: "blue" }];
  await assert.rejects(call("iam", "CreateRole", { ...role, Tags }, alice), { name: "AccessDenied" });
  await assert.rejects(call("iam", "CreateRole", { ...role, PermissionsBoundary }, alice), { name: "AccessDenied" });
  await call("iam", "CreateRole", { ...role, PermissionsBoundary, Tags }, alice);
  await call("iam", "AttachRolePolicy", { RoleName: "r", PolicyArn: PermissionsBoundary }, alice);
  const PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
  await assert.rejects(call("iam", "AttachRolePolicy", { RoleName: "r", PolicyArn }, alice), { name: "AccessDenied" });
});

test("an instance profile is given only a role that one may pass on", async (context) => {
  const { call, createUser } = await openEnforced(context);
  const alice = await createUser("alice");
  await call("iam", "CreateInstanceProfile", { InstanceProfileName: "p" });
  const put = (PolicyName: string, Action: string) =>
    call("iam", "PutUserPolicy", { UserName: "alice", PolicyName, PolicyDocument: policy(Action, "*") });
  const add = () => call("iam", "AddRoleToInstanceProfile", { InstanceProfileName: "p", RoleName: "LabRole" }, alice);
  await put("add", "iam:AddRoleToInstanceProfile");
  await assert.rejects(add(), denied(alice, "iam:PassRole", `arn:aws:iam::${account}:role/LabRole`));
  await put("pass", "iam:PassRole");
  await add();
});

test("a user made again under a name has nothing of the old one's", async (context) => {
  const { call, createUser } = await openEnforced(context);
  const old = await createUser("alice");
  await call("iam", "DeleteUser", { UserName: "alice" });
  await createUser("alice");
  await call("iam", "PutUserPolicy", { UserName: "alice", PolicyName: "p", PolicyDocument: policy("iam:*", "*") });
  await assert.rejects(call("iam", "ListUsers", {}, old), { name: "AccessDenied" });
});

test("a live tail needs permission for each of its groups", async (context) => {
  const { call, createUser } = await openEnforced(context);
  const alice = await createUser("alice");
  for (const logGroupName of ["a", "b"]) await call("cloudwatch-logs", "CreateLogGroup", { logGroupName });
  const PolicyDocument = policy("logs:StartLiveTail", "arn:aws:logs:*:*:log-group:a:*");
  await call("iam", "PutUserPolicy", { UserName: "alice", PolicyName: "p", PolicyDocument });
  await call("cloudwatch-logs", "StartLiveTail", { logGroupIdentifiers: ["a"] }, alice);
  await assert.rejects(
    call("cloudwatch-logs", "StartLiveTail", { logGroupIdentifiers: ["a", "b"] }, alice),
    denied(alice, "logs:StartLiveTail", `arn:aws:logs:us-east-1:${account}:log-group:b:log-stream:`),
  );
});

test("a session's token carries it, until its time is over, and cannot be changed", async (context) => {
  const { table, clock, call, createUser } = await openEnforced(context);
  const { access } = table.host;
  const alice = await createUser("alice");
  const { accessKeyId, secretAccessKey, sessionToken, expiresMs } = await access.issueSession(alice, 900);
  assert.match(accessKeyId, /^ASIA[A-Z2-7]{16}$/);
  assert.equal(expiresMs, clock.nowMs() + 900_000);
  const found = await access.findCredentials(accessKeyId, sessionToken);
  assert.deepEqual(found, { secretAccessKey, principal: { ...alice, accessKeyId }, expired: false });
  assert.equal(await access.findCredentials(accessKeyId, undefined), undefined);
  assert.equal(await access.findCredentials(`ASIA${"A".repeat(16)}`, sessionToken), undefined);
  const bytes = Buffer.from(sessionToken, "base64");
  for (const place of [0, 5, 20, 40, bytes.length - 1]) {
    const changed = Buffer.from(bytes);
    changed[place] = (changed[place] ?? 0) ^ 1;
    assert.equal(await access.findCredentials(accessKeyId, changed.toString("base64")), undefined, `byte ${place}`);
  }
  for (const token of ["", "x", "AQ=="]) assert.equal(await access.findCredentials(accessKeyId, token), undefined);
  // Another process over the same database opens it too, as this one does after a restart.
  const other = createAccessControl(table.host);
  assert.equal((await other.findCredentials(accessKeyId, sessionToken))?.secretAccessKey, secretAccessKey);
  clock.advance(900_000);
  assert.equal((await access.findCredentials(accessKeyId, sessionToken))?.expired, true);
  assert.equal(await call("iam", "GetUser", {}, found?.principal).catch((error: Error) => error.name), "AccessDenied");
});

test("a key id tells its account", async (context) => {
  const { table } = await openEnforced(context);
  const { access } = table.host;
  for (const owner of ["000000000000", "000000000001", "123456789012", "999999999999"]) {
    const principal: Principal = { kind: "root", account: owner, arn: `arn:aws:iam::${owner}:root`, userId: owner };
    const { accessKeyId } = await access.issueSession(principal, 900);
    assert.equal(access.accountOfAccessKey(accessKeyId), owner);
  }
  for (const id of ["", "AKIA", "test", `AKIA${"a".repeat(16)}`, `AROA${"A".repeat(16)}`]) {
    assert.equal(access.accountOfAccessKey(id), undefined);
  }
});
