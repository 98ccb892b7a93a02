import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { refuses } from "../../../../test/support/refuses.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { createAccessControl } from "../../iam/access/access-control.ts";
import { codeAt } from "../../iam/mfa/totp.ts";
import { iam } from "../../iam/service.ts";
import { type Principal, rootPrincipal } from "../../principal.ts";
import { sts } from "../service.ts";

const account = "000000000000";

/** A user `alice` who may do all, and roles `first` and `second` that her account trusts. */
async function openSessions(context: TestContext, condition: object = {}) {
  const harness = await openServiceTest(context, [iam, sts], { access: createAccessControl, auth: "enforce" });
  const { call, table } = harness;
  const { User } = await call("iam", "CreateUser", { UserName: "alice" });
  const alice: Principal = { kind: "user", account, arn: User?.Arn ?? "", userId: User?.UserId ?? "" };
  const everything = JSON.stringify({
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Action: "*", Resource: "*" },
  });
  await call("iam", "PutUserPolicy", { UserName: "alice", PolicyName: "p", PolicyDocument: everything });
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: { AWS: account },
      Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
      ...condition,
    },
  });
  for (const RoleName of ["first", "second"]) {
    await call("iam", "CreateRole", { RoleName, AssumeRolePolicyDocument });
    await call("iam", "PutRolePolicy", { RoleName, PolicyName: "p", PolicyDocument: everything });
  }
  const bearer = async (credentials: { AccessKeyId?: string; SessionToken?: string } | undefined) => {
    const found = await table.host.access.findCredentials(credentials?.AccessKeyId ?? "", credentials?.SessionToken);
    assert.ok(found && !found.expired);
    return found.principal;
  };
  const assume = (role: string, by: Principal, input: object = {}) =>
    call("sts", "AssumeRole", { RoleArn: `arn:aws:iam::${account}:role/${role}`, RoleSessionName: "s", ...input }, by);
  return { ...harness, alice, bearer, assume, everything };
}

test("transitive tags and the source identity go on from session to session, and cannot be changed there", async (context) => {
  const { assume, alice, bearer, call } = await openSessions(context);
  const Tags = [{ Key: "Team", Value: "blue" }];
  const invalid = "InvalidParameterValue";
  await refuses(assume("first", alice, { Tags, TransitiveTagKeys: ["other"] }), invalid, /must be included/);
  const first = await assume("first", alice, { Tags, TransitiveTagKeys: ["team"], SourceIdentity: "alice" });
  assert.equal(first.SourceIdentity, "alice");
  const session = await bearer(first.Credentials);
  await refuses(assume("second", session, { Tags }), invalid, /conflicts with a transitive tag key/);
  await refuses(assume("second", session, { SourceIdentity: "bob" }), "ValidationError", /cannot be changed/);
  const second = await bearer((await assume("second", session)).Credentials);
  assert.deepEqual([second.sessionTags, second.sourceIdentity], [{ Team: "blue" }, "alice"]);
  // What goes on needs the permission of the role that gets it, too.
  for (const [missing, other] of [
    ["sts:TagSession", "sts:SetSourceIdentity"],
    ["sts:SetSourceIdentity", "sts:TagSession"],
  ] as const) {
    const Statement = { Effect: "Allow", Principal: { AWS: account }, Action: ["sts:AssumeRole", other] };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await call("iam", "UpdateAssumeRolePolicy", { RoleName: "second", PolicyDocument });
    await refuses(assume("second", session), "AccessDenied", new RegExp(`not authorized to perform: ${missing} `));
  }
});

test("a code of the user's MFA device opens what asks for it", async (context) => {
  const condition = { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } };
  const { call, assume, alice, clock, bearer } = await openSessions(context, condition);
  const { VirtualMFADevice } = await call("iam", "CreateVirtualMFADevice", { VirtualMFADeviceName: "phone" });
  const SerialNumber = VirtualMFADevice?.SerialNumber ?? "";
  const code = (step: number) =>
    codeAt(Buffer.from(VirtualMFADevice?.Base32StringSeed ?? "").toString(), Math.floor(clock.nowMs() / 30_000) + step);
  const codes = { AuthenticationCode1: code(0), AuthenticationCode2: code(1) };
  await call("iam", "EnableMFADevice", { UserName: "alice", SerialNumber, ...codes });
  await refuses(assume("first", alice), "AccessDenied", /not authorized to perform: sts:AssumeRole/);
  await refuses(assume("first", alice, { TokenCode: code(0) }), "AccessDenied", /must provide both/);
  const wrong = { SerialNumber, TokenCode: code(0) === "000000" ? "000001" : "000000" };
  await refuses(assume("first", alice, wrong), "AccessDenied", /invalid MFA one time pass code/);
  await assume("first", alice, { SerialNumber, TokenCode: code(0) });
  // A session made with a code is as good.
  const { Credentials } = await call("sts", "GetSessionToken", { SerialNumber, TokenCode: code(0) }, alice);
  await assume("first", await bearer(Credentials));
  await refuses(
    assume("first", await bearer((await call("sts", "GetSessionToken", {}, alice)).Credentials)),
    "AccessDenied",
    /not authorized/,
  );
});

test("a federated user may what both its user and its policies allow, and nothing of IAM", async (context) => {
  const { call, alice, bearer, everything, table, clock } = await openSessions(context);
  const { Credentials, FederatedUser } = await call(
    "sts",
    "GetFederationToken",
    { Name: "bob", Policy: everything, DurationSeconds: 900 },
    alice,
  );
  assert.deepEqual(FederatedUser, {
    FederatedUserId: `${account}:bob`,
    Arn: `arn:aws:sts::${account}:federated-user/bob`,
  });
  assert.equal(Credentials?.Expiration?.getTime(), clock.nowMs() + 900_000);
  const bob = await bearer(Credentials);
  assert.equal((await call("sts", "GetCallerIdentity", {}, bob)).Arn, FederatedUser?.Arn);
  const may = async (principal: Principal, action: string) =>
    (
      await table.host.access.authorize({
        principal,
        action,
        resource: "*",
        resourceAccount: account,
        resourcePolicy: undefined,
        conditions: {},
      })
    ).allowed;
  assert.deepEqual([await may(bob, "s3:GetObject"), await may(bob, "iam:ListUsers")], [true, false]);
  const bare = await bearer((await call("sts", "GetFederationToken", { Name: "eve" }, alice)).Credentials);
  assert.equal(await may(bare, "s3:GetObject"), false);
  const ofRoot = await call("sts", "GetFederationToken", { Name: "r", Policy: everything }, rootPrincipal(account));
  assert.equal(await may(await bearer(ofRoot.Credentials), "s3:GetObject"), true);
  await call("iam", "DeleteUserPolicy", { UserName: "alice", PolicyName: "p" });
  assert.equal(await may(bob, "s3:GetObject"), false);
  await refuses(call("sts", "GetFederationToken", { Name: "x" }, bob), "AccessDenied", /GetFederationToken/);
});

test("root's ARN has the partition of the region that is asked", async (context) => {
  const { table, asRoot } = await openSessions(context);
  const { Arn } = await table.call("sts", "GetCallerIdentity", {}, { ...asRoot, region: "us-gov-west-1" });
  assert.equal(Arn, `arn:aws-us-gov:iam::${account}:root`);
});
