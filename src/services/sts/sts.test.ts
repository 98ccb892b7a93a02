import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { refuses } from "../../../test/support/refuses.ts";
import { openServiceTest } from "../../../test/support/service-test.ts";
import { createAccessControl } from "../iam/access/access-control.ts";
import { iam } from "../iam/service.ts";
import { type Principal, rootPrincipal, servicePrincipal } from "../principal.ts";
import { sts } from "./service.ts";

const account = "000000000000";
const roleArn = `arn:aws:iam::${account}:role/r`;

/** A user `alice` and a role `r` whose trust policy is `trust`. */
async function openSts(context: TestContext, trust: object = {}, auth: "open" | "enforce" = "enforce") {
  const harness = await openServiceTest(context, [iam, sts], { access: createAccessControl, auth });
  const { call } = harness;
  const { User } = await call("iam", "CreateUser", { UserName: "alice" });
  const alice: Principal = { kind: "user", account, arn: User?.Arn ?? "", userId: User?.UserId ?? "" };
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: { AWS: alice.arn, Service: "lambda.amazonaws.com" },
      Action: ["sts:AssumeRole", "sts:TagSession"],
      ...trust,
    },
  });
  const { Role } = await call("iam", "CreateRole", {
    RoleName: "r",
    AssumeRolePolicyDocument,
    MaxSessionDuration: 7_200,
  });
  const assume = (input: object = {}, by: Principal = alice) =>
    call("sts", "AssumeRole", { RoleArn: roleArn, RoleSessionName: "session", ...input }, by);
  /** Assumes the role and tells who its credentials make one. */
  const session = async (input: object = {}, by: Principal = alice) => {
    const { Credentials } = await assume(input, by);
    const found = await harness.table.host.access.findCredentials(
      Credentials?.AccessKeyId ?? "",
      Credentials?.SessionToken,
    );
    assert.equal(found?.secretAccessKey, Credentials?.SecretAccessKey);
    return found?.principal ?? rootPrincipal(account);
  };
  return { ...harness, alice, roleId: Role?.RoleId, assume, session };
}

function mayNotAssume(by: Principal, resource = roleArn) {
  return {
    name: "AccessDenied",
    message: `User: ${by.arn} is not authorized to perform: sts:AssumeRole on resource: ${resource}`,
  };
}

function policy(Action: string): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", Action, Resource: "*" } });
}

test("GetCallerIdentity tells everybody who they are, even where a policy forbids it", async (context) => {
  const { call, alice, session, roleId } = await openSts(context);
  const Deny = JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Deny", Action: "*", Resource: "*" } });
  await call("iam", "PutUserPolicy", { UserName: "alice", PolicyName: "p", PolicyDocument: Deny });
  const whoIs = (principal?: Principal) => call("sts", "GetCallerIdentity", {}, principal);
  assert.deepEqual(await whoIs(alice), { UserId: alice.userId, Account: account, Arn: alice.arn });
  await call("iam", "DeleteUserPolicy", { UserName: "alice", PolicyName: "p" });
  assert.deepEqual(await whoIs(await session()), {
    UserId: `${roleId}:session`,
    Account: account,
    Arn: `arn:aws:sts::${account}:assumed-role/r/session`,
  });
  assert.deepEqual(await whoIs(), { UserId: account, Account: account, Arn: `arn:aws:iam::${account}:root` });
});

test("AssumeRole gives credentials of the role for the time asked", async (context) => {
  const { call, assume, clock, session, roleId } = await openSts(context);
  const { Credentials, AssumedRoleUser, PackedPolicySize } = await assume();
  assert.match(Credentials?.AccessKeyId ?? "", /^ASIA/);
  assert.equal(Credentials?.Expiration?.getTime(), clock.nowMs() + 3_600_000);
  assert.equal(PackedPolicySize, undefined);
  assert.deepEqual(AssumedRoleUser, {
    AssumedRoleId: `${roleId}:session`,
    Arn: `arn:aws:sts::${account}:assumed-role/r/session`,
  });
  const longer = await assume({ DurationSeconds: 7_200 });
  assert.equal(longer.Credentials?.Expiration?.getTime(), clock.nowMs() + 7_200_000);
  await refuses(
    assume({ DurationSeconds: 7_201 }),
    "ValidationError",
    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
  );
  // It has the role's permissions, and they follow the role's.
  const role = await session();
  await assert.rejects(call("iam", "ListUsers", {}, role), { name: "AccessDenied" });
  await call("iam", "PutRolePolicy", { RoleName: "r", PolicyName: "p", PolicyDocument: policy("iam:*") });
  await call("iam", "ListUsers", {}, role);
});

test("AssumeRole needs the trust policy's word, and does not tell whether there is a role", async (context) => {
  const { call, assume, alice } = await openSts(context);
  const { User } = await call("iam", "CreateUser", { UserName: "bob" });
  const bob: Principal = { kind: "user", account, arn: User?.Arn ?? "", userId: User?.UserId ?? "" };
  await call("iam", "PutUserPolicy", { UserName: "bob", PolicyName: "p", PolicyDocument: policy("sts:*") });
  await assert.rejects(assume({}, bob), mayNotAssume(bob));
  const none = `arn:aws:iam::${account}:role/none`;
  await assert.rejects(assume({ RoleArn: none }), mayNotAssume(alice, none));
  await assume({}, servicePrincipal("lambda.amazonaws.com", account));
  await assert.rejects(
    assume({}, servicePrincipal("ec2.amazonaws.com", account)),
    mayNotAssume(servicePrincipal("ec2.amazonaws.com", account)),
  );
  await refuses(
    assume({}, rootPrincipal(account)),
    "AccessDenied",
    /Roles may not be assumed by root accounts|not authorized/,
  );
});

test("a role that trusts its account leaves it to the user's policies", async (context) => {
  const { call, assume, alice } = await openSts(context, { Principal: { AWS: `arn:aws:iam::${account}:root` } });
  await assert.rejects(assume(), {
    name: "AccessDenied",
    message: /because no identity-based policy allows the sts:AssumeRole action/,
  });
  await call("iam", "PutUserPolicy", { UserName: "alice", PolicyName: "p", PolicyDocument: policy("sts:AssumeRole") });
  await assume({}, alice);
  await refuses(assume({}, rootPrincipal(account)), "AccessDenied", "Roles may not be assumed by root accounts.");
});

test("the external id must be the one that the trust policy asks for", async (context) => {
  const { assume, alice } = await openSts(context, { Condition: { StringEquals: { "sts:ExternalId": "secret" } } });
  await assert.rejects(assume(), mayNotAssume(alice));
  await assert.rejects(assume({ ExternalId: "guess" }), mayNotAssume(alice));
  await assume({ ExternalId: "secret" });
});

test("a role assumed by a role has an hour at most", async (context) => {
  const { call, assume, session } = await openSts(context);
  const first = await session();
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Principal: { AWS: roleArn }, Action: "sts:AssumeRole" },
  });
  await call("iam", "CreateRole", { RoleName: "second", AssumeRolePolicyDocument, MaxSessionDuration: 7_200 });
  const second = { RoleArn: `arn:aws:iam::${account}:role/second` };
  await assume({ ...second, DurationSeconds: 3_600 }, first);
  await refuses(
    assume({ ...second, DurationSeconds: 3_601 }, first),
    "ValidationError",
    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
  );
});

test("session policies narrow a session, given as text or as managed policies", async (context) => {
  const { call, assume, session } = await openSts(context);
  await call("iam", "PutRolePolicy", { RoleName: "r", PolicyName: "p", PolicyDocument: policy("iam:*") });
  const readOnly = { PolicyArns: [{ arn: "arn:aws:iam::aws:policy/IAMUserChangePassword" }] };
  const may = async (principal: Principal) => {
    const tries = [call("iam", "ListUsers", {}, principal), call("iam", "ListRoles", {}, principal)];
    return (await Promise.allSettled(tries)).map(({ status }) => status === "fulfilled");
  };
  assert.deepEqual(await may(await session()), [true, true]);
  assert.deepEqual(await may(await session({ Policy: policy("iam:ListUsers") })), [true, false]);
  assert.deepEqual(await may(await session(readOnly)), [false, false]);
  assert.deepEqual(await may(await session({ ...readOnly, Policy: policy("iam:ListRoles") })), [false, true]);
  // What the role may not, the session may not.
  await call("iam", "PutRolePolicy", { RoleName: "r", PolicyName: "p", PolicyDocument: policy("iam:ListRoles") });
  assert.deepEqual(await may(await session({ Policy: policy("*") })), [false, true]);

  assert.equal((await assume({ Policy: policy("*") })).PackedPolicySize, 5);
  const malformed = "MalformedPolicyDocumentException";
  await refuses(assume({ Policy: "{" }), malformed, "This policy contains invalid Json");
  await refuses(assume({ Policy: '{"Statement":[{}]}' }), malformed, "Syntax errors in policy.");
  const large = {
    Policy: policy("*").replace(
      '"*"',
      JSON.stringify(
        Array(40)
          .fill("x".repeat(60))
          .map((name) => `s3:${name}`),
      ),
    ),
  };
  await refuses(assume(large), "PackedPolicyTooLargeException", /Packed policy consumes \d+% of allotted space/);
  await refuses(
    assume({ PolicyArns: [{ arn: `arn:aws:iam::${account}:policy/none` }] }),
    "NoSuchEntityException",
    /none was not found/,
  );
});

test("session tags are condition keys, and need a permission of their own", async (context) => {
  const { call, assume, session } = await openSts(context);
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Action: "iam:ListUsers",
      Resource: "*",
      Condition: { StringEquals: { "aws:PrincipalTag/team": "blue" } },
    },
  });
  await call("iam", "PutRolePolicy", { RoleName: "r", PolicyName: "p", PolicyDocument });
  const Tags = [{ Key: "Team", Value: "blue" }];
  await assert.rejects(call("iam", "ListUsers", {}, await session()), { name: "AccessDenied" });
  await call("iam", "ListUsers", {}, await session({ Tags }));
  await refuses(assume({ Tags: [...Tags, { Key: "team", Value: "" }] }), "InvalidParameterValue", /Duplicate tag keys/);
  const many = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: "" }));
  await refuses(assume({ Tags: many }), "ValidationError", /less than or equal to 50/);

  const trust = (Statement: object[]) =>
    call("iam", "UpdateAssumeRolePolicy", {
      RoleName: "r",
      PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement }),
    });
  const statement = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:user/alice` },
    Action: "sts:AssumeRole",
  };
  await trust([statement]);
  await assume();
  await refuses(assume({ Tags }), "AccessDenied", /not authorized to perform: sts:TagSession on resource/);
  const tagging = {
    ...statement,
    Action: "sts:TagSession",
    Condition: { StringEquals: { "aws:RequestTag/Team": "blue" } },
  };
  await trust([statement, tagging]);
  await assume({ Tags });
  await refuses(assume({ Tags: [{ Key: "Team", Value: "red" }] }), "AccessDenied", /sts:TagSession/);
});

test("AssumeRole refuses by name what it does not do", async (context) => {
  const { assume } = await openSts(context, {}, "open");
  const invalid = "ValidationError";
  await refuses(
    assume({ ProvidedContexts: [{ ProviderArn: "a", ContextAssertion: "b" }] }),
    invalid,
    /provided contexts/,
  );
  await refuses(assume({ RoleArn: "arn:aws:s3:::not-a-role" }), invalid, "arn:aws:s3:::not-a-role is invalid");
});

test("in open mode root assumes a role that there is, whatever its trust policy says", async (context) => {
  const { assume } = await openSts(context, {}, "open");
  assert.match((await assume({}, rootPrincipal(account))).Credentials?.SessionToken ?? "", /./);
  const none = `arn:aws:iam::${account}:role/none`;
  await assert.rejects(assume({ RoleArn: none }, rootPrincipal(account)), mayNotAssume(rootPrincipal(account), none));
});

test("GetSessionToken gives a user its own temporary credentials, and a session none", async (context) => {
  const { call, table, clock, alice, session } = await openSts(context);
  const get = (input: object, by?: Principal) => call("sts", "GetSessionToken", input, by);
  const { Credentials } = await get({}, alice);
  assert.equal(Credentials?.Expiration?.getTime(), clock.nowMs() + 43_200_000);
  const found = await table.host.access.findCredentials(Credentials?.AccessKeyId ?? "", Credentials?.SessionToken);
  assert.equal(found?.principal.arn, alice.arn);
  assert.equal((await get({})).Credentials?.Expiration?.getTime(), clock.nowMs() + 3_600_000);
  const message = "Cannot call GetSessionToken with session credentials";
  await refuses(get({}, await session()), "AccessDenied", message);
  await refuses(get({}, found?.principal), "AccessDenied", message);
});

test("GetAccessKeyInfo tells the account of a key, and of none but Squall's", async (context) => {
  const { call } = await openSts(context);
  const { AccessKey } = await call("iam", "CreateAccessKey", { UserName: "alice" });
  const info = (AccessKeyId: string) => call("sts", "GetAccessKeyInfo", { AccessKeyId });
  assert.deepEqual(await info(AccessKey?.AccessKeyId ?? ""), { Account: account });
  await refuses(info("AKIAIOSFODNN7EXAMPLEX"), "ValidationError", /AKIAIOSFODNN7EXAMPLEX/);
});
