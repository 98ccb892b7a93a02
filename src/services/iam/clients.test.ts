import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  GetRoleCommand,
  IAMClient,
  NoSuchEntityException,
  PutRolePolicyCommand,
  paginateListPolicies,
  paginateListRoles,
  SimulatePrincipalPolicyCommand,
  waitUntilInstanceProfileExists,
  waitUntilPolicyExists,
  waitUntilRoleExists,
  waitUntilUserExists,
} from "@aws-sdk/client-iam";
import { startSquall, type TestSquall } from "../../../test/support/squall.ts";

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
const document = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
});

describe("IAM, with the JavaScript SDK", () => {
  let squall: TestSquall;
  let iam: IAMClient;

  before(async () => {
    squall = await startSquall();
    iam = squall.client(IAMClient);
  });

  after(async () => {
    iam.destroy();
    await squall.close();
  });

  test("a role comes back with its dates, tags and documents", async () => {
    const Tags = [{ Key: "a", Value: "é = 1/2" }];
    await iam.send(new CreateRoleCommand({ RoleName: "typed", AssumeRolePolicyDocument: trust, Tags }));
    await iam.send(new PutRolePolicyCommand({ RoleName: "typed", PolicyName: "p", PolicyDocument: document }));
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: "typed" }));
    assert.ok(Role?.CreateDate instanceof Date);
    assert.deepEqual(Role.Tags, Tags);
    assert.equal(decodeURIComponent(Role.AssumeRolePolicyDocument ?? ""), trust);
    await assert.rejects(iam.send(new DeleteRoleCommand({ RoleName: "typed" })), { name: "DeleteConflictException" });
  });

  test("errors are the SDK's own classes", async () => {
    await assert.rejects(
      iam.send(new GetRoleCommand({ RoleName: "none" })),
      (error) => error instanceof NoSuchEntityException && error.message === "The role with name none cannot be found.",
    );
    const bad = iam.send(new CreateRoleCommand({ RoleName: "no spaces", AssumeRolePolicyDocument: trust }));
    await assert.rejects(bad, { name: "ValidationError", message: /roleName/i });
  });

  test("paginators go through roles and policies", async () => {
    for (let index = 0; index < 5; index++) {
      const role = { RoleName: `page-${index}`, Path: "/pages/", AssumeRolePolicyDocument: trust };
      await iam.send(new CreateRoleCommand(role));
    }
    const names: (string | undefined)[] = [];
    for await (const page of paginateListRoles({ client: iam, pageSize: 2 }, { PathPrefix: "/pages/" })) {
      names.push(...(page.Roles ?? []).map(({ RoleName }) => RoleName));
    }
    assert.deepEqual(names, ["page-0", "page-1", "page-2", "page-3", "page-4"]);
    const arns = new Set<string | undefined>();
    for await (const page of paginateListPolicies({ client: iam, pageSize: 40 }, { Scope: "AWS" })) {
      for (const { Arn } of page.Policies ?? []) arns.add(Arn);
    }
    assert.ok(arns.has("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"));
  });

  test("waiters find what was made", async () => {
    const waiter = { client: iam, maxWaitTime: 5 };
    await iam.send(new CreateRoleCommand({ RoleName: "w", AssumeRolePolicyDocument: trust }));
    await iam.send(new CreateUserCommand({ UserName: "w" }));
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: "w" }));
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: "w", PolicyDocument: document }));
    const found = await Promise.all([
      waitUntilRoleExists(waiter, { RoleName: "w" }),
      waitUntilUserExists(waiter, { UserName: "w" }),
      waitUntilInstanceProfileExists(waiter, { InstanceProfileName: "w" }),
      waitUntilPolicyExists(waiter, { PolicyArn: Policy?.Arn }),
    ]);
    assert.deepEqual(
      found.map(({ state }) => state),
      ["SUCCESS", "SUCCESS", "SUCCESS", "SUCCESS"],
    );
  });

  test("a simulation's lists come through", async () => {
    const { EvaluationResults } = await iam.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: "arn:aws:iam::000000000000:role/LabRole",
        ActionNames: ["s3:GetObject", "iam:CreateUser"],
        ContextEntries: [{ ContextKeyName: "aws:x", ContextKeyType: "stringList", ContextKeyValues: ["a", "b"] }],
      }),
    );
    assert.deepEqual(
      EvaluationResults?.map(({ EvalDecision }) => EvalDecision),
      ["allowed", "implicitDeny"],
    );
  });
});
