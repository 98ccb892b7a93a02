import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { refuses } from "../../../../test/support/refuses.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { compilePolicy } from "../../policy-language/compile.ts";
import { createAccessControl } from "../access/access-control.ts";
import { iam } from "../service.ts";

const policy = (Action: string, Effect = "Allow") =>
  JSON.stringify({ Version: "2012-10-17", Statement: { Effect, Action, Resource: "*" } });
const readOnly = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
const own = (name: string) => `arn:aws:iam::000000000000:policy/${name}`;

const open = (context: TestContext) => openServiceTest(context, [iam], { access: createAccessControl });

test("CreatePolicy, GetPolicy and ListPolicies tell of a policy as AWS does", async (context) => {
  const { call } = await open(context);
  const { Policy } = await call("iam", "CreatePolicy", {
    PolicyName: "P",
    Path: "/x/",
    PolicyDocument: policy("s3:*"),
    Description: "what it does",
    Tags: [{ Key: "a", Value: "1" }],
  });
  assert.match(Policy?.PolicyId ?? "", /^ANPA[A-Z2-7]{17}$/);
  const expected = {
    PolicyName: "P",
    PolicyId: Policy?.PolicyId,
    Arn: own("x/P"),
    Path: "/x/",
    DefaultVersionId: "v1",
    AttachmentCount: 0,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    CreateDate: new Date(Date.UTC(2026, 0, 1)),
    UpdateDate: new Date(Date.UTC(2026, 0, 1)),
  };
  assert.deepEqual(Policy, { ...expected, Tags: [{ Key: "a", Value: "1" }] });
  const described = await call("iam", "GetPolicy", { PolicyArn: own("x/P") });
  assert.deepEqual(described.Policy, { ...expected, Description: "what it does", Tags: [{ Key: "a", Value: "1" }] });
  assert.deepEqual((await call("iam", "ListPolicies", { Scope: "Local" })).Policies, [expected]);
  await refuses(
    call("iam", "CreatePolicy", { PolicyName: "p", PolicyDocument: policy("s3:*") }),
    "EntityAlreadyExistsException",
    "A policy called p already exists. Duplicate names are not allowed.",
  );
  const none = own("P");
  await refuses(
    call("iam", "GetPolicy", { PolicyArn: none }),
    "NoSuchEntityException",
    `Policy ${none} was not found.`,
  );
  const create = (PolicyDocument: string) => call("iam", "CreatePolicy", { PolicyName: "new", PolicyDocument });
  await refuses(create("{"), "MalformedPolicyDocumentException", "Syntax errors in policy.");
  const large = JSON.stringify({ ...JSON.parse(policy("s3:*")), Id: "x".repeat(6_144) });
  await refuses(create(large), "LimitExceededException", "Cannot exceed quota for PolicySize: 6144");
  // White space is free.
  await create(policy("s3:*").replace("{", `{${" ".repeat(10_000)}`));
});

test("versions: up to five, one of them in force", async (context) => {
  const { call } = await open(context);
  const PolicyArn = own("p");
  await call("iam", "CreatePolicy", { PolicyName: "p", PolicyDocument: policy("a:*") });
  const add = (PolicyDocument: string, SetAsDefault = false) =>
    call("iam", "CreatePolicyVersion", { PolicyArn, PolicyDocument, SetAsDefault });
  const second = await add(policy("b:*"));
  assert.deepEqual(
    [second.PolicyVersion?.VersionId, second.PolicyVersion?.IsDefaultVersion, second.PolicyVersion?.Document],
    ["v2", false, undefined],
  );
  await add(policy("c:*"), true);
  for (const action of ["d:*", "e:*"]) await add(policy(action));
  await refuses(add(policy("f:*")), "LimitExceededException", /can have up to 5 versions/);
  const { Versions } = await call("iam", "ListPolicyVersions", { PolicyArn });
  assert.deepEqual(
    Versions?.map(({ VersionId }) => VersionId),
    ["v5", "v4", "v3", "v2", "v1"],
  );
  assert.deepEqual(
    Versions?.filter(({ IsDefaultVersion }) => IsDefaultVersion).map(({ VersionId }) => VersionId),
    ["v3"],
  );
  const version = { PolicyArn, VersionId: "v2" };
  const { PolicyVersion } = await call("iam", "GetPolicyVersion", version);
  assert.equal(decodeURIComponent(PolicyVersion?.Document ?? ""), policy("b:*"));
  await call("iam", "SetDefaultPolicyVersion", version);
  await refuses(
    call("iam", "DeletePolicyVersion", version),
    "DeleteConflictException",
    "Cannot delete the default version of a policy.",
  );
  await call("iam", "DeletePolicyVersion", { PolicyArn, VersionId: "v5" });
  // A number is not given twice.
  assert.equal((await add(policy("g:*"))).PolicyVersion?.VersionId, "v6");
  const gone = call("iam", "GetPolicyVersion", { PolicyArn, VersionId: "v5" });
  await refuses(gone, "NoSuchEntityException", `Policy ${PolicyArn} version v5 does not exist or is not attachable.`);
  await refuses(
    call("iam", "DeletePolicy", { PolicyArn }),
    "DeleteConflictException",
    "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
  );
});

test("uses of a policy are counted, listed and keep it from being deleted", async (context) => {
  const { call } = await open(context);
  const PolicyArn = own("p");
  await call("iam", "CreatePolicy", { PolicyName: "p", PolicyDocument: policy("a:*") });
  await call("iam", "CreateUser", { UserName: "u", PermissionsBoundary: PolicyArn });
  await call("iam", "CreateGroup", { GroupName: "g" });
  await call("iam", "AttachGroupPolicy", { GroupName: "g", PolicyArn });
  await call("iam", "AttachRolePolicy", { RoleName: "LabRole", PolicyArn });
  const { Policy } = await call("iam", "GetPolicy", { PolicyArn });
  assert.deepEqual([Policy?.AttachmentCount, Policy?.PermissionsBoundaryUsageCount], [2, 1]);
  const entities = async (input: object = {}) => {
    const page = await call("iam", "ListEntitiesForPolicy", { PolicyArn, ...input });
    return [
      page.PolicyGroups?.map(({ GroupName }) => GroupName),
      page.PolicyRoles?.map(({ RoleName }) => RoleName),
      page.PolicyUsers?.map(({ UserName }) => UserName),
    ];
  };
  assert.deepEqual(await entities(), [["g"], ["LabRole"], ["u"]]);
  assert.deepEqual(await entities({ EntityFilter: "Role" }), [[], ["LabRole"], []]);
  assert.deepEqual(await entities({ PolicyUsageFilter: "PermissionsBoundary" }), [[], [], ["u"]]);
  assert.deepEqual(await entities({ PathPrefix: "/x/" }), [[], [], []]);
  const attached = await call("iam", "ListPolicies", { OnlyAttached: true });
  assert.deepEqual(
    attached.Policies?.map(({ PolicyName }) => PolicyName),
    ["p", "AmazonSSMManagedInstanceCore"],
  );
  const remove = () => call("iam", "DeletePolicy", { PolicyArn });
  await refuses(remove(), "DeleteConflictException", "Cannot delete a policy attached to entities.");
  await call("iam", "DetachGroupPolicy", { GroupName: "g", PolicyArn });
  await call("iam", "DetachRolePolicy", { RoleName: "LabRole", PolicyArn });
  await refuses(remove(), "DeleteConflictException", "Cannot delete a policy attached to entities.");
  await call("iam", "DeleteUserPermissionsBoundary", { UserName: "u" });
  await remove();
  await refuses(remove(), "NoSuchEntityException", /was not found/);
});

test("a policy's tags", async (context) => {
  const { call } = await open(context);
  const PolicyArn = own("p");
  await call("iam", "CreatePolicy", { PolicyName: "p", PolicyDocument: policy("a:*") });
  await call("iam", "TagPolicy", {
    PolicyArn,
    Tags: [
      { Key: "a", Value: "1" },
      { Key: "b", Value: "2" },
    ],
  });
  await call("iam", "UntagPolicy", { PolicyArn, TagKeys: ["a"] });
  assert.deepEqual((await call("iam", "ListPolicyTags", { PolicyArn })).Tags, [{ Key: "b", Value: "2" }]);
});

test("AWS's own policies can be read, paged through and compiled, and not changed", async (context) => {
  const { call } = await open(context);
  const names: string[] = [];
  let Marker: string | undefined;
  do {
    const page = await call("iam", "ListPolicies", { Scope: "AWS", Marker, MaxItems: 50 });
    names.push(...(page.Policies ?? []).map(({ PolicyName = "" }) => PolicyName));
    Marker = page.Marker;
  } while (Marker);
  assert.ok(names.length > 90);
  assert.equal(new Set(names).size, names.length);
  for (const name of [
    "AdministratorAccess",
    "AmazonS3FullAccess",
    "AWSLambdaBasicExecutionRole",
    "AWSLambda_FullAccess",
  ]) {
    assert.ok(names.includes(name), name);
  }
  const { Policy } = await call("iam", "GetPolicy", { PolicyArn: readOnly });
  const VersionId = Policy?.DefaultVersionId ?? "";
  const { PolicyVersion } = await call("iam", "GetPolicyVersion", { PolicyArn: readOnly, VersionId });
  const [statement] = compilePolicy(decodeURIComponent(PolicyVersion?.Document ?? "")).statements;
  assert.equal(statement?.covers("s3:GetObject", "arn:aws:s3:::b/k", {}), true);
  assert.equal(statement?.covers("s3:PutObject", "arn:aws:s3:::b/k", {}), false);
  for (const change of [
    call("iam", "DeletePolicy", { PolicyArn: readOnly }),
    call("iam", "TagPolicy", { PolicyArn: readOnly, Tags: [] }),
    call("iam", "CreatePolicyVersion", { PolicyArn: readOnly, PolicyDocument: policy("a:*") }),
  ]) {
    await refuses(change, "AccessDenied", /on the AWS managed policy/);
  }
});

test("SimulateCustomPolicy decides as a call would be decided", async (context) => {
  const { call } = await open(context);
  const { EvaluationResults } = await call("iam", "SimulateCustomPolicy", {
    PolicyInputList: [policy("s3:*"), policy("s3:Delete*", "Deny")],
    ActionNames: ["s3:GetObject", "s3:DeleteObject", "ec2:RunInstances"],
    ResourceArns: ["arn:aws:s3:::b/k"],
  });
  assert.deepEqual(
    EvaluationResults?.map(({ EvalActionName, EvalDecision }) => [EvalActionName, EvalDecision]),
    [
      ["s3:GetObject", "allowed"],
      ["s3:DeleteObject", "explicitDeny"],
      ["ec2:RunInstances", "implicitDeny"],
    ],
  );
  const conditional = JSON.stringify({
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Action: "s3:*", Resource: "*", Condition: { StringEquals: { "aws:Color": "red" } } },
  });
  const decide = async (color: string, boundary?: string) => {
    const { EvaluationResults: results } = await call("iam", "SimulateCustomPolicy", {
      PolicyInputList: [conditional],
      PermissionsBoundaryPolicyInputList: boundary ? [boundary] : undefined,
      ActionNames: ["s3:GetObject"],
      ContextEntries: [{ ContextKeyName: "aws:color", ContextKeyValues: [color], ContextKeyType: "string" }],
    });
    return results?.[0]?.EvalDecision;
  };
  assert.deepEqual(
    [await decide("red"), await decide("blue"), await decide("red", policy("ec2:*"))],
    ["allowed", "implicitDeny", "implicitDeny"],
  );
  const bad = call("iam", "SimulateCustomPolicy", { PolicyInputList: ["{}"], ActionNames: ["s3:GetObject"] });
  await refuses(bad, "MalformedPolicyDocumentException", "Syntax errors in policy.");
});

test("a simulation works out the pairs of its page only: a request may name a million", async (context) => {
  const { call } = await open(context);
  const many = (count: number, prefix: string) => Array.from({ length: count }, (_, index) => `${prefix}${index}`);
  const input = {
    PolicyInputList: [policy("s3:*")],
    ActionNames: many(1_500, "s3:Get"),
    ResourceArns: many(1_500, "arn:aws:s3:::b/"),
    MaxItems: 2,
  };
  const startedUs = process.cpuUsage();
  const first = await call("iam", "SimulateCustomPolicy", input);
  const second = await call("iam", "SimulateCustomPolicy", { ...input, Marker: first.Marker });
  const ms = process.cpuUsage(startedUs).user / 1_000;
  assert.ok(ms < 500, `${ms} ms`);
  assert.deepEqual(
    [...(first.EvaluationResults ?? []), ...(second.EvaluationResults ?? [])].map((each) => each.EvalResourceName),
    ["arn:aws:s3:::b/0", "arn:aws:s3:::b/1", "arn:aws:s3:::b/2", "arn:aws:s3:::b/3"],
  );
  assert.deepEqual([first.IsTruncated, second.IsTruncated], [true, true]);
  const few = { ...input, ActionNames: ["s3:GetObject"], ResourceArns: many(3, "arn:aws:s3:::b/") };
  const last = await call("iam", "SimulateCustomPolicy", { ...few, Marker: first.Marker });
  assert.deepEqual([last.EvaluationResults?.length, last.IsTruncated, last.Marker], [1, false, undefined]);
});

test("SimulatePrincipalPolicy takes in groups, managed policies and the boundary", async (context) => {
  const { call } = await open(context);
  await call("iam", "CreateUser", { UserName: "u", PermissionsBoundary: readOnly });
  await call("iam", "CreateGroup", { GroupName: "g" });
  await call("iam", "PutGroupPolicy", { GroupName: "g", PolicyName: "p", PolicyDocument: policy("s3:*") });
  await call("iam", "AddUserToGroup", { GroupName: "g", UserName: "u" });
  const decide = async (source: string, input: object = {}) => {
    const { EvaluationResults } = await call("iam", "SimulatePrincipalPolicy", {
      PolicySourceArn: `arn:aws:iam::000000000000:${source}`,
      ActionNames: ["s3:GetObject", "s3:PutObject", "ec2:RunInstances"],
      ...input,
    });
    return EvaluationResults?.map(({ EvalDecision }) => EvalDecision);
  };
  assert.deepEqual(await decide("user/u"), ["allowed", "implicitDeny", "implicitDeny"]);
  assert.deepEqual(await decide("group/g"), ["allowed", "allowed", "implicitDeny"]);
  assert.deepEqual(await decide("group/g", { PolicyInputList: [policy("ec2:*")] }), ["allowed", "allowed", "allowed"]);
  assert.deepEqual(await decide("role/LabRole"), ["allowed", "allowed", "allowed"]);
  await refuses(decide("role/none"), "NoSuchEntityException", "The role with name none cannot be found.");
  await refuses(decide("table/t"), "ValidationError", /Invalid Entity Arn/);
});
