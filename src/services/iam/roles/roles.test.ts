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
const document = JSON.stringify({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "s3:*", Resource: "*" },
});
const readOnly = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";

const open = (context: TestContext) => openServiceTest(context, [iam], { access: createAccessControl });

test("every account begins with LabRole, which Lambda may assume, and its instance profile", async (context) => {
  const { call } = await open(context);
  const { Role } = await call("iam", "GetRole", { RoleName: "LabRole" });
  assert.equal(Role?.Arn, "arn:aws:iam::000000000000:role/LabRole");
  const [statement] = JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).Statement;
  assert.ok(statement.Principal.Service.includes("lambda.amazonaws.com"));
  const profile = await call("iam", "GetInstanceProfile", { InstanceProfileName: "LabInstanceProfile" });
  assert.deepEqual(
    profile.InstanceProfile?.Roles?.map(({ RoleName }) => RoleName),
    ["LabRole"],
  );
  // It is a role like others: once deleted it stays so.
  const remove = { InstanceProfileName: "LabInstanceProfile", RoleName: "LabRole" };
  await call("iam", "RemoveRoleFromInstanceProfile", remove);
  await call("iam", "DetachRolePolicy", {
    RoleName: "LabRole",
    PolicyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
  });
  await call("iam", "DeleteRolePolicy", { RoleName: "LabRole", PolicyName: "LabPolicy" });
  await call("iam", "DeleteRole", { RoleName: "LabRole" });
  await refuses(
    call("iam", "GetRole", { RoleName: "LabRole" }),
    "NoSuchEntityException",
    "The role with name LabRole cannot be found.",
  );
  assert.deepEqual((await call("iam", "ListRoles", {})).Roles, []);
});

test("CreateRole and GetRole tell of a role as AWS does", async (context) => {
  const { call, clock } = await open(context);
  clock.advance(1_500);
  const created = await call("iam", "CreateRole", {
    RoleName: "Worker",
    Path: "/team/",
    AssumeRolePolicyDocument: trust,
    Description: "works",
    MaxSessionDuration: 7_200,
    PermissionsBoundary: readOnly,
    Tags: [{ Key: "a", Value: "1" }],
  });
  const { Role } = await call("iam", "GetRole", { RoleName: "worker" });
  const { MaxSessionDuration: _, RoleLastUsed: __, ...told } = Role ?? {};
  assert.deepEqual(created.Role, told);
  assert.match(Role?.RoleId ?? "", /^AROA[A-Z2-7]{17}$/);
  assert.deepEqual(
    { ...Role, RoleId: "" },
    {
      Path: "/team/",
      RoleName: "Worker",
      RoleId: "",
      Arn: "arn:aws:iam::000000000000:role/team/Worker",
      CreateDate: new Date(Date.UTC(2026, 0, 1, 0, 0, 1)),
      AssumeRolePolicyDocument: encodeURIComponent(trust),
      Description: "works",
      MaxSessionDuration: 7_200,
      PermissionsBoundary: { PermissionsBoundaryType: "Policy", PermissionsBoundaryArn: readOnly },
      Tags: [{ Key: "a", Value: "1" }],
      RoleLastUsed: {},
    },
  );
  await refuses(
    call("iam", "CreateRole", { RoleName: "WORKER", AssumeRolePolicyDocument: trust }),
    "EntityAlreadyExistsException",
    "Role with name WORKER already exists.",
  );
});

test("CreateRole refuses a policy that cannot be a trust policy, and a boundary that is none", async (context) => {
  const { call } = await open(context);
  const create = (input: object) =>
    call("iam", "CreateRole", { RoleName: "r", AssumeRolePolicyDocument: trust, ...input });
  const malformed = "MalformedPolicyDocumentException";
  await refuses(create({ AssumeRolePolicyDocument: "{" }), malformed, "This policy contains invalid Json");
  await refuses(create({ AssumeRolePolicyDocument: document }), malformed, /may only specify STS AssumeRole actions/);
  const long = JSON.stringify({ ...JSON.parse(trust), Id: "x".repeat(2_048) });
  await refuses(
    create({ AssumeRolePolicyDocument: long }),
    "LimitExceededException",
    "Cannot exceed quota for ACLSizePerRole: 2048",
  );
  await refuses(create({ PermissionsBoundary: "x" }), "ValidationError", "Invalid ARN:  Could not be parsed!");
  const noPolicy = "arn:aws:iam::123456789012:user/x";
  await refuses(create({ PermissionsBoundary: noPolicy }), "InvalidInputException", `ARN ${noPolicy} is not valid.`);
  const none = "arn:aws:iam::000000000000:policy/none";
  await refuses(
    create({ PermissionsBoundary: none }),
    "NoSuchEntityException",
    `Scope ARN: ${none} does not exist or is not attachable.`,
  );
  const twice = [
    { Key: "a", Value: "" },
    { Key: "A", Value: "" },
  ];
  await refuses(create({ Tags: twice }), "InvalidInputException", /Duplicate tag keys/);
  await refuses(call("iam", "GetRole", { RoleName: "r" }), "NoSuchEntityException", /cannot be found/);
});

test("UpdateRole, UpdateRoleDescription and UpdateAssumeRolePolicy change what they are given", async (context) => {
  const { call } = await open(context);
  await call("iam", "CreateRole", { RoleName: "r", AssumeRolePolicyDocument: trust, Description: "first" });
  await call("iam", "UpdateRole", { RoleName: "r", MaxSessionDuration: 10_000 });
  const updated = await call("iam", "UpdateRoleDescription", { RoleName: "r", Description: "second" });
  assert.deepEqual([updated.Role?.Description, updated.Role?.MaxSessionDuration], ["second", undefined]);
  await call("iam", "UpdateRole", { RoleName: "r", Description: "third" });
  const other = trust.replace("lambda", "ec2");
  await call("iam", "UpdateAssumeRolePolicy", { RoleName: "r", PolicyDocument: other });
  const { Role } = await call("iam", "GetRole", { RoleName: "r" });
  assert.deepEqual(
    [Role?.Description, Role?.MaxSessionDuration, Role?.AssumeRolePolicyDocument],
    ["third", 10_000, encodeURIComponent(other)],
  );
  const update = call("iam", "UpdateAssumeRolePolicy", { RoleName: "r", PolicyDocument: document });
  await refuses(
    update,
    "MalformedPolicyDocumentException",
    /Has prohibited field Resource|AssumeRole policy may only|invalid Json/,
  );
});

test("a trust policy names only who is there", async (context) => {
  const { call } = await open(context);
  await call("iam", "CreateUser", { UserName: "alice", Path: "/team/" });
  const create = (Principal: object, RoleName = "r") =>
    call("iam", "CreateRole", {
      RoleName,
      AssumeRolePolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: { Effect: "Allow", Principal, Action: "sts:AssumeRole" },
      }),
    });
  const arn = (resource: string, account = "000000000000") => `arn:aws:iam::${account}:${resource}`;
  for (const AWS of [
    arn("user/alice"),
    arn("user/bob"),
    arn("role/r"),
    arn("group/g"),
    "alice",
    "arn:aws:s3:::b",
    "123",
  ]) {
    const message = `Invalid principal in policy: "AWS":"${AWS}"`;
    await refuses(create({ AWS: [AWS] }), "MalformedPolicyDocumentException", message);
  }
  const message = 'Invalid principal in policy: "SERVICE":"lambda"';
  await refuses(create({ Service: "lambda" }), "MalformedPolicyDocumentException", message);
  const session = "arn:aws:sts::000000000000:assumed-role/LabRole/s";
  const AWS = [
    arn("user/team/alice"),
    arn("root"),
    arn("role/LabRole"),
    arn("role/x", "111111111111"),
    session,
    "111111111111",
    "*",
  ];
  await create({ AWS, Service: ["lambda.amazonaws.com", "edgelambda.amazonaws.com"] });
  await create({ Federated: "accounts.google.com" }, "federated");
  const PolicyDocument = trust.replace('"Service":"lambda.amazonaws.com"', `"AWS":"${arn("user/bob")}"`);
  const update = call("iam", "UpdateAssumeRolePolicy", { RoleName: "r", PolicyDocument });
  await refuses(update, "MalformedPolicyDocumentException", /Invalid principal/);
});

test("inline policies of a role", async (context) => {
  const { call } = await open(context);
  await call("iam", "CreateRole", { RoleName: "r", AssumeRolePolicyDocument: trust });
  const put = (PolicyName: string, PolicyDocument = document) =>
    call("iam", "PutRolePolicy", { RoleName: "r", PolicyName, PolicyDocument });
  await put("b");
  await put("a");
  assert.deepEqual((await call("iam", "ListRolePolicies", { RoleName: "r" })).PolicyNames, ["a", "b"]);
  const weird = JSON.stringify({ ...JSON.parse(document), Id: "(it's !*)" });
  await put("a", weird);
  const { PolicyDocument = "" } = await call("iam", "GetRolePolicy", { RoleName: "r", PolicyName: "a" });
  assert.equal(decodeURIComponent(PolicyDocument), weird);
  assert.doesNotMatch(PolicyDocument, /[!'()*]/);
  await call("iam", "DeleteRolePolicy", { RoleName: "r", PolicyName: "a" });
  const get = call("iam", "GetRolePolicy", { RoleName: "r", PolicyName: "a" });
  await refuses(get, "NoSuchEntityException", "The role policy with name a cannot be found.");
  const inherited = call("iam", "GetRolePolicy", { RoleName: "r", PolicyName: "constructor" });
  await refuses(inherited, "NoSuchEntityException", /cannot be found/);
  await refuses(put("c", "{}"), "MalformedPolicyDocumentException", "Syntax errors in policy.");
  const large = JSON.stringify({ ...JSON.parse(document), Id: "x".repeat(10_200) });
  await refuses(put("c", large), "LimitExceededException", "Maximum policy size of 10240 bytes exceeded for role r");
  await refuses(
    call("iam", "DeleteRole", { RoleName: "r" }),
    "DeleteConflictException",
    "Cannot delete entity, must delete policies first.",
  );
});

test("managed policies of a role", async (context) => {
  const { call } = await open(context);
  await call("iam", "CreateRole", { RoleName: "r", AssumeRolePolicyDocument: trust });
  const attach = (PolicyArn: string) => call("iam", "AttachRolePolicy", { RoleName: "r", PolicyArn });
  await attach(readOnly);
  await attach(readOnly);
  const basic = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
  await attach(basic);
  const attached = async (input: object = {}) =>
    (await call("iam", "ListAttachedRolePolicies", { RoleName: "r", ...input })).AttachedPolicies;
  assert.deepEqual(await attached(), [
    { PolicyName: "AWSLambdaBasicExecutionRole", PolicyArn: basic },
    { PolicyName: "AmazonS3ReadOnlyAccess", PolicyArn: readOnly },
  ]);
  assert.equal((await attached({ PathPrefix: "/service-role/" }))?.length, 1);
  await refuses(attach("arn:aws:iam::aws:policy/None"), "NoSuchEntityException", /does not exist or is not attachable/);
  await refuses(
    call("iam", "DeleteRole", { RoleName: "r" }),
    "DeleteConflictException",
    "Cannot delete entity, must detach all policies first.",
  );
  await call("iam", "DetachRolePolicy", { RoleName: "r", PolicyArn: basic });
  const again = call("iam", "DetachRolePolicy", { RoleName: "r", PolicyArn: basic });
  await refuses(again, "NoSuchEntityException", `Policy ${basic} was not found.`);
  for (let index = 0; index < 9; index++) {
    const { Policy } = await call("iam", "CreatePolicy", { PolicyName: `p${index}`, PolicyDocument: document });
    await attach(Policy?.Arn ?? "");
  }
  await refuses(attach(basic), "LimitExceededException", "Cannot exceed quota for PoliciesPerRole: 10");
});

test("a role's boundary and tags", async (context) => {
  const { call } = await open(context);
  await call("iam", "CreateRole", { RoleName: "r", AssumeRolePolicyDocument: trust });
  await call("iam", "PutRolePermissionsBoundary", { RoleName: "r", PermissionsBoundary: readOnly });
  const role = async () => (await call("iam", "GetRole", { RoleName: "r" })).Role;
  assert.equal((await role())?.PermissionsBoundary?.PermissionsBoundaryArn, readOnly);
  await call("iam", "DeleteRolePermissionsBoundary", { RoleName: "r" });
  assert.equal((await role())?.PermissionsBoundary, undefined);
  await refuses(call("iam", "DeleteRolePermissionsBoundary", { RoleName: "r" }), "NoSuchEntityException", /boundary/);

  await call("iam", "TagRole", {
    RoleName: "r",
    Tags: [
      { Key: "A", Value: "1" },
      { Key: "b", Value: "2" },
    ],
  });
  await call("iam", "TagRole", { RoleName: "r", Tags: [{ Key: "a", Value: "3" }] });
  const { Tags } = await call("iam", "ListRoleTags", { RoleName: "r" });
  assert.deepEqual(Tags, [
    { Key: "a", Value: "3" },
    { Key: "b", Value: "2" },
  ]);
  await call("iam", "UntagRole", { RoleName: "r", TagKeys: ["A", "none"] });
  assert.deepEqual((await role())?.Tags, [{ Key: "b", Value: "2" }]);
  const many = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: "" }));
  await refuses(
    call("iam", "TagRole", { RoleName: "r", Tags: many }),
    "LimitExceededException",
    /The number of tags has reached the maximum limit/,
  );
});

test("ListRoles pages by Marker, past a role deleted meanwhile, and filters by path", async (context) => {
  const { call } = await open(context);
  for (const name of ["a", "b", "c", "d"]) {
    const Path = name < "c" ? "/x/" : "/y/";
    await call("iam", "CreateRole", { RoleName: name, Path, AssumeRolePolicyDocument: trust });
  }
  const list = (input: object) => call("iam", "ListRoles", input);
  const names = (page: Awaited<ReturnType<typeof list>>) => page.Roles?.map(({ RoleName }) => RoleName);
  const first = await list({ MaxItems: 2, PathPrefix: "/" });
  assert.deepEqual([names(first), first.IsTruncated], [["LabRole", "a"], true]);
  await call("iam", "DeleteRole", { RoleName: "a" });
  const second = await list({ MaxItems: 3, Marker: first.Marker });
  assert.deepEqual([names(second), second.IsTruncated, second.Marker], [["b", "c", "d"], false, undefined]);
  assert.deepEqual(names(await list({ PathPrefix: "/y/" })), ["c", "d"]);
  assert.equal(second.Roles?.[0] && "Tags" in second.Roles[0], false);
  await refuses(list({ Marker: "%" }), "ValidationError", /Marker/);
});
