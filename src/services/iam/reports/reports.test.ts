import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { refuses } from "../../../../test/support/refuses.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import type { Principal } from "../../principal.ts";
import { createAccessControl } from "../access/access-control.ts";
import { iam } from "../service.ts";

const account = "000000000000";
const document = JSON.stringify({
  Version: "2012-10-17",
  Statement: {
    Effect: "Allow",
    Action: ["iam:*", "s3:GetObject"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable, not a template.
    Resource: "arn:aws:s3:::b/${aws:username}/*",
    Condition: { StringEquals: { "aws:SourceVpc": "v" } },
  },
});

async function openWithAnna(context: TestContext) {
  const harness = await openServiceTest(context, [iam], { access: createAccessControl });
  const { call } = harness;
  const { User } = await call("iam", "CreateUser", { UserName: "anna", Tags: [{ Key: "a", Value: "1" }] });
  await call("iam", "PutUserPolicy", { UserName: "anna", PolicyName: "inline", PolicyDocument: document });
  await call("iam", "AttachUserPolicy", {
    UserName: "anna",
    PolicyArn: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
  });
  const { AccessKey } = await call("iam", "CreateAccessKey", { UserName: "anna" });
  const keyId = AccessKey?.AccessKeyId ?? "";
  const anna: Principal = {
    kind: "user",
    account,
    arn: User?.Arn ?? "",
    userId: User?.UserId ?? "",
    accessKeyId: keyId,
  };
  return { ...harness, anna, keyId, arn: anna.arn };
}

test("the last use of a key is told by GetAccessKeyLastUsed, the credential report and the last access", async (context) => {
  const { call, anna, keyId, arn, clock } = await openWithAnna(context);
  const unused = await call("iam", "GetAccessKeyLastUsed", { AccessKeyId: keyId });
  assert.deepEqual(unused.AccessKeyLastUsed, { LastUsedDate: undefined, ServiceName: "N/A", Region: "N/A" });
  await refuses(call("iam", "GetCredentialReport", {}), "CredentialReportNotPresentException", "");
  await call("iam", "ListUsers", {}, anna);
  const used = await call("iam", "GetAccessKeyLastUsed", { AccessKeyId: keyId });
  assert.deepEqual(used, {
    UserName: "anna",
    AccessKeyLastUsed: { LastUsedDate: new Date(clock.nowMs()), ServiceName: "iam", Region: "us-east-1" },
  });
  await refuses(
    call("iam", "GetAccessKeyLastUsed", { AccessKeyId: "AKIAIOSFODNN7EXAMPLE" }),
    "AccessDenied",
    /iam:GetAccessKeyLastUsed on resource: access key AKIAIOSFODNN7EXAMPLE/,
  );

  assert.equal((await call("iam", "GenerateCredentialReport", {})).State, "STARTED");
  assert.equal((await call("iam", "GenerateCredentialReport", {})).State, "COMPLETE");
  const { Content } = await call("iam", "GetCredentialReport", {});
  const [header, root, line] = Buffer.from(Content ?? "")
    .toString()
    .split("\n");
  assert.match(header ?? "", /^user,arn,user_creation_time,.*,cert_2_last_rotated$/);
  assert.match(root ?? "", /^<root_account>,arn:aws:iam::000000000000:root,/);
  const time = new Date(clock.nowMs()).toISOString().replace(".000Z", "+00:00");
  assert.equal(
    line,
    `anna,${arn},${time},false,N/A,N/A,N/A,false,true,${time},${time},us-east-1,iam,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A`,
  );
  clock.advance(86_400_001);
  await refuses(call("iam", "GetCredentialReport", {}), "CredentialReportExpiredException", "");

  const { JobId = "" } = await call("iam", "GenerateServiceLastAccessedDetails", { Arn: arn });
  const { ServicesLastAccessed } = await call("iam", "GetServiceLastAccessedDetails", { JobId });
  const told = ServicesLastAccessed?.map((each) => [each.ServiceNamespace, each.TotalAuthenticatedEntities]);
  assert.deepEqual(told, [
    ["iam", 1],
    ["s3", 0],
    ["s3-object-lambda", 0],
  ]);
  const granting = await call("iam", "ListPoliciesGrantingServiceAccess", { Arn: arn, ServiceNamespaces: ["s3"] });
  assert.deepEqual(
    granting.PoliciesGrantingServiceAccess?.[0]?.Policies?.map(({ PolicyName, PolicyType }) => [
      PolicyName,
      PolicyType,
    ]),
    [
      ["inline", "INLINE"],
      ["AmazonS3ReadOnlyAccess", "MANAGED"],
    ],
  );
});

test("what an account's identities may, in one answer", async (context) => {
  const { call } = await openWithAnna(context);
  const users = await call("iam", "GetAccountAuthorizationDetails", { Filter: ["User"] });
  assert.deepEqual(users.RoleDetailList, []);
  const [anna] = users.UserDetailList ?? [];
  assert.deepEqual(
    [anna?.UserName, anna?.GroupList, anna?.Tags, anna?.UserPolicyList?.[0]?.PolicyName],
    ["anna", [], [{ Key: "a", Value: "1" }], "inline"],
  );
  const all = await call("iam", "GetAccountAuthorizationDetails", {});
  assert.deepEqual(
    all.RoleDetailList?.[0]?.InstanceProfileList?.map((each) => each.InstanceProfileName),
    ["LabInstanceProfile"],
  );
  assert.ok(all.Policies?.some(({ PolicyName }) => PolicyName === "AmazonS3ReadOnlyAccess"));
});

test("the keys that a simulation should be told", async (context) => {
  const { call, arn } = await openWithAnna(context);
  const custom = await call("iam", "GetContextKeysForCustomPolicy", { PolicyInputList: [document] });
  assert.deepEqual(custom.ContextKeyNames, ["aws:SourceVpc", "aws:username"]);
  const principal = await call("iam", "GetContextKeysForPrincipalPolicy", { PolicySourceArn: arn });
  assert.deepEqual(principal.ContextKeyNames, ["aws:SourceVpc", "aws:username"]);
});

test("a service-linked role is made by its service's name and changed by nobody", async (context) => {
  const { call } = await openWithAnna(context);
  const create = (AWSServiceName: string, CustomSuffix?: string) =>
    call("iam", "CreateServiceLinkedRole", { AWSServiceName, CustomSuffix });
  const { Role } = await create("autoscaling.amazonaws.com", "mine");
  const RoleName = Role?.RoleName ?? "";
  assert.equal(RoleName, "AWSServiceRoleForAutoScaling_mine");
  assert.equal(Role?.Path, "/aws-service-role/autoscaling.amazonaws.com/");
  const { Role: read } = await call("iam", "GetRole", { RoleName });
  const { Statement } = JSON.parse(decodeURIComponent(read?.AssumeRolePolicyDocument ?? ""));
  const Principal = { Service: "autoscaling.amazonaws.com" };
  assert.deepEqual(Statement, [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }]);
  const { AttachedPolicies } = await call("iam", "ListAttachedRolePolicies", { RoleName });
  const [attached] = AttachedPolicies ?? [];
  assert.equal(attached?.PolicyArn, "arn:aws:iam::aws:policy/aws-service-role/AutoScalingServiceRolePolicy");
  assert.ok((await call("iam", "GetPolicy", { PolicyArn: attached?.PolicyArn ?? "" })).Policy);
  await refuses(create("autoscaling.amazonaws.com", "mine"), "InvalidInputException", /has been taken/);
  await refuses(create("ecs.amazonaws.com", "mine"), "InvalidInputException", /suffix/);
  await refuses(create("none.amazonaws.com"), "InvalidInputException", /none.amazonaws.com/);
  await refuses(call("iam", "DeleteRole", { RoleName }), "UnmodifiableEntityException", /protected role/);
  await refuses(
    call("iam", "PutRolePolicy", { RoleName, PolicyName: "p", PolicyDocument: document }),
    "UnmodifiableEntityException",
    /protected role/,
  );
  const { DeletionTaskId = "" } = await call("iam", "DeleteServiceLinkedRole", { RoleName });
  assert.equal((await call("iam", "GetServiceLinkedRoleDeletionStatus", { DeletionTaskId })).Status, "SUCCEEDED");
  await refuses(call("iam", "GetRole", { RoleName }), "NoSuchEntityException", /cannot be found/);
});

test("the account's summary counts, and tells which tokens STS gives", async (context) => {
  const { call } = await openWithAnna(context);
  await call("iam", "SetSecurityTokenServicePreferences", { GlobalEndpointTokenVersion: "v2Token" });
  const { SummaryMap } = await call("iam", "GetAccountSummary", {});
  assert.deepEqual([SummaryMap?.Users, SummaryMap?.MFADevices, SummaryMap?.GlobalEndpointTokenVersion], [1, 0, 2]);
});

test("in China's partition ARNs and AWS's policies are of that partition", async (context) => {
  const { table, asRoot } = await openWithAnna(context);
  const inChina = { ...asRoot, region: "cn-north-1" };
  const { User } = await table.call("iam", "CreateUser", { UserName: "li" }, inChina);
  assert.equal(User?.Arn, `arn:aws-cn:iam::${account}:user/li`);
  const PolicyArn = "arn:aws-cn:iam::aws:policy/AmazonS3ReadOnlyAccess";
  await table.call("iam", "AttachUserPolicy", { UserName: "li", PolicyArn }, inChina);
  assert.equal((await table.call("iam", "GetPolicy", { PolicyArn }, inChina)).Policy?.Arn, PolicyArn);
});
