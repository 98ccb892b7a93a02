import assert from "node:assert/strict";
import { test } from "node:test";
import { openLambda, wholeFile } from "../../../../test/support/lambda.ts";
import { servicePrincipal } from "../../principal.ts";

const { create, lambda, table, asRoot } = await openLambda(wholeFile);
const arn = "arn:aws:lambda:us-east-1:000000000000:function:guarded";
await create("guarded", "def handler(event, context):\n    return 'in'\n");
const FunctionName = "guarded";
const permission = { FunctionName, StatementId: "s3", Action: "lambda:InvokeFunction", Principal: "s3.amazonaws.com" };

test("AddPermission writes the statement as AWS does, and GetPolicy gives the whole", async () => {
  await assert.rejects(lambda("GetPolicy", { FunctionName }), {
    name: "ResourceNotFoundException",
    message: "The resource you requested does not exist.",
  });
  const SourceArn = "arn:aws:s3:::pictures";
  const { Statement } = await lambda("AddPermission", { ...permission, SourceArn, SourceAccount: "000000000000" });
  const statement = {
    Sid: "s3",
    Effect: "Allow",
    Principal: { Service: "s3.amazonaws.com" },
    Action: "lambda:InvokeFunction",
    Resource: arn,
    Condition: { StringEquals: { "AWS:SourceAccount": "000000000000" }, ArnLike: { "AWS:SourceArn": SourceArn } },
  };
  assert.deepEqual(JSON.parse(Statement ?? ""), statement);
  const { Policy, RevisionId } = await lambda("GetPolicy", { FunctionName });
  assert.deepEqual(JSON.parse(Policy ?? ""), { Version: "2012-10-17", Id: "default", Statement: [statement] });
  assert.equal(RevisionId, (await lambda("GetFunctionConfiguration", { FunctionName })).RevisionId);
});

test("a policy keeps its RevisionId while the function gets others, and either is taken for the next change", async () => {
  const before = await lambda("GetPolicy", { FunctionName });
  await lambda("PublishVersion", { FunctionName });
  assert.equal((await lambda("GetPolicy", { FunctionName })).RevisionId, before.RevisionId);
  const { RevisionId } = await lambda("GetFunctionConfiguration", { FunctionName });
  assert.notEqual(RevisionId, before.RevisionId);
  const other = { ...permission, StatementId: "other" };
  await lambda("AddPermission", { ...other, RevisionId: before.RevisionId });
  const after = await lambda("GetFunctionConfiguration", { FunctionName });
  await lambda("RemovePermission", { FunctionName, StatementId: "other", RevisionId: after.RevisionId });
});

test("GetPolicy does not tell a function that is not there from one without a policy", async () => {
  await assert.rejects(lambda("GetPolicy", { FunctionName: "nobody" }), {
    name: "ResourceNotFoundException",
    message: "The resource you requested does not exist.",
  });
});

test("a service may call the function only as the policy says", async () => {
  const as = { ...asRoot, principal: servicePrincipal("s3.amazonaws.com", "000000000000") };
  const input = { FunctionName, InvocationType: "DryRun" } as never;
  const facts = { sourceArn: "arn:aws:s3:::pictures", sourceAccount: "000000000000" };
  assert.equal((await table.call("lambda", "Invoke", input, { ...as, ...facts })).StatusCode, 204);
  const other = { ...as, ...facts, sourceArn: "arn:aws:s3:::other" };
  await assert.rejects(table.call("lambda", "Invoke", input, other), { name: "AccessDenied" });
});

test("a statement's id is used once, and a policy has its size", async () => {
  await assert.rejects(lambda("AddPermission", permission), {
    name: "ResourceConflictException",
    message:
      "The statement id (s3) provided already exists. Please provide a new statement id, or remove the existing statement.",
  });
  await assert.rejects(lambda("AddPermission", { ...permission, StatementId: "x", Principal: "nobody" }), {
    message: "The provided principal was invalid. Please check the principal and try again.",
  });
  await assert.rejects(lambda("AddPermission", { ...permission, StatementId: "x", RevisionId: "stale" }), {
    name: "PreconditionFailedException",
  });
  await assert.rejects(lambda("AddPermission", { ...permission, StatementId: "x", Qualifier: "$LATEST" }), {
    message: "We currently do not support adding policies for $LATEST.",
  });
  const SourceArn = `arn:aws:s3:::${"x".repeat(20_480)}`;
  await assert.rejects(lambda("AddPermission", { ...permission, StatementId: "x", SourceArn }), {
    name: "PolicyLengthExceededException",
    message: "The final policy size is bigger than the limit (20480).",
  });
});

test("a version and an alias have policies of their own", async () => {
  const { Version = "" } = await lambda("PublishVersion", { FunctionName });
  await lambda("CreateAlias", { FunctionName, Name: "live", FunctionVersion: Version });
  await lambda("AddPermission", { ...permission, StatementId: "alias", Qualifier: "live" });
  await lambda("AddPermission", { ...permission, StatementId: "version", Qualifier: Version });
  const sids = async (Qualifier?: string) => {
    const { Policy = "" } = await lambda("GetPolicy", { FunctionName, Qualifier });
    return JSON.parse(Policy).Statement.map(({ Sid, Resource }: Record<string, string>) => [Sid, Resource]);
  };
  assert.deepEqual(await sids(), [["s3", arn]]);
  assert.deepEqual(await sids("live"), [["alias", `${arn}:live`]]);
  assert.deepEqual(await sids(Version), [["version", `${arn}:${Version}`]]);
  const { RevisionId } = await lambda("GetPolicy", { FunctionName, Qualifier: "live" });
  assert.equal(RevisionId, (await lambda("GetAlias", { FunctionName, Name: "live" })).RevisionId);
  const as = { ...asRoot, principal: servicePrincipal("s3.amazonaws.com", "000000000000") };
  const dry = (Qualifier: string | undefined) =>
    table.call("lambda", "Invoke", { FunctionName, InvocationType: "DryRun", Qualifier } as never, as);
  await dry("live");
  await dry(Version);
  await assert.rejects(dry(undefined), { name: "AccessDenied" });
});

test("RemovePermission removes one; with the last the policy is gone", async () => {
  await assert.rejects(lambda("RemovePermission", { FunctionName, StatementId: "nothing" }), {
    name: "ResourceNotFoundException",
    message: "Statement nothing is not found in resource policy.",
  });
  await lambda("RemovePermission", { FunctionName, StatementId: "s3" });
  await assert.rejects(lambda("GetPolicy", { FunctionName }), { name: "ResourceNotFoundException" });
  await assert.rejects(lambda("RemovePermission", { FunctionName, StatementId: "s3" }), {
    message: "No policy is associated with the given resource.",
  });
  await lambda("GetPolicy", { FunctionName, Qualifier: "live" });
});

test("a statement may be for function URLs only, of the action that the parameter belongs to", async () => {
  const statementOf = async (more: object) => {
    const input = { FunctionName, Principal: "*", ...more } as never;
    return JSON.parse((await lambda("AddPermission", input)).Statement ?? "").Condition;
  };
  const url = { StatementId: "url", Action: "lambda:InvokeFunctionUrl", FunctionUrlAuthType: "NONE" };
  assert.deepEqual(await statementOf(url), { StringEquals: { "lambda:FunctionUrlAuthType": "NONE" } });
  const behind = { StatementId: "behind", Action: "lambda:InvokeFunction" };
  assert.deepEqual(await statementOf({ ...behind, InvokedViaFunctionUrl: true }), {
    Bool: { "lambda:InvokedViaFunctionUrl": "true" },
  });
  await assert.rejects(statementOf({ ...behind, StatementId: "wrong", FunctionUrlAuthType: "NONE" }), {
    name: "InvalidParameterValueException",
    message: "FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action",
  });
  const as = { ...asRoot, principal: servicePrincipal("apigateway.amazonaws.com", "000000000000") };
  const call = table.call("lambda", "Invoke", { FunctionName: arn, InvocationType: "DryRun" } as never, as);
  await assert.rejects(call, { name: "AccessDenied" }, "the statement does not open the function to the API's callers");
});
