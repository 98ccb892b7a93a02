import assert from "node:assert/strict";
import { test } from "node:test";
import { openLambda, pythonFunction, wholeFile } from "../../../../test/support/lambda.ts";
import { zip } from "../../../../test/support/zip.ts";

/** What AWS says of what is not there, or not to be had. */
const { create, lambda, settled } = await openLambda(wholeFile);
const arnOf = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
const source = "def handler(event, context):\n    return 1\n";
await create("there", source);
const FunctionName = "there";
const absent = (name: string) => ({ name: "ResourceNotFoundException", message: `Function not found: ${arnOf(name)}` });
const noAlias = (name: string) => ({
  name: "ResourceNotFoundException",
  message: `Cannot find alias arn: ${arnOf(name)}`,
});

test("a name of more than 64 characters is refused by the service, not by its framework", async () => {
  const long = "a".repeat(65);
  await assert.rejects(lambda("CreateFunction", pythonFunction(long, source)), {
    name: "InvalidParameterValueException",
    message: `1 validation error detected: Value '${long}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64`,
  });
  await assert.rejects(lambda("GetFunction", { FunctionName: long }), absent(long));
});

test("a runtime that AWS never had, and one that it has no longer", async () => {
  const input = pythonFunction("old", source);
  await assert.rejects(lambda("CreateFunction", { ...input, Runtime: "cobol" as never }), {
    name: "InvalidParameterValueException",
    message:
      /^Value cobol at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: \[.*python3\.14.*\] or be a valid ARN$/,
  });
  for (const Runtime of ["python2.7", "python3.7", "ruby2.7", "nodejs12.x", "go1.x", "dotnetcore3.1"] as const) {
    const message = `The runtime parameter of ${Runtime} is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.`;
    await assert.rejects(lambda("UpdateFunctionConfiguration", { FunctionName, Runtime }), { message });
  }
});

test("what else can have tags is told as missing by its own name", async () => {
  const at = "arn:aws:lambda:us-east-1:000000000000:";
  const mapping = `${at}event-source-mapping:3ec2bc4e-f06f-45bf-8c77-8e8607913a2c`;
  const missing = (what: string) => ({ name: "ResourceNotFoundException", message: `${what} not found: ${mapping}` });
  await assert.rejects(lambda("ListTags", { Resource: mapping }), missing("Event source mapping"));
  await assert.rejects(lambda("TagResource", { Resource: mapping, Tags: { a: "b" } }), missing("Event source mapping"));
  await assert.rejects(lambda("UntagResource", { Resource: `${at}capacity-provider:fast`, TagKeys: ["a"] }), {
    message: `Capacity provider not found: ${at}capacity-provider:fast`,
  });
  const constraint =
    /^1 validation error detected: Value '.*' at 'resource' failed to satisfy constraint: .*\(eusc-\)\?/;
  for (const Resource of [`${mapping}:alias`, `${at}capacity-provider:fast:alias`, `${at}bucket:x`]) {
    await assert.rejects(lambda("ListTags", { Resource }), { name: "ValidationException", message: constraint });
  }
});

test("which function, version or alias is missing is said as the operation says it", async () => {
  await assert.rejects(
    lambda("PutFunctionConcurrency", { FunctionName: "absent", ReservedConcurrentExecutions: 1 }),
    absent("absent:$LATEST"),
  );
  await assert.rejects(
    lambda("CreateAlias", { FunctionName: "absent", Name: "live", FunctionVersion: "1" }),
    absent("absent:1"),
  );
  await assert.rejects(lambda("DeleteFunction", { FunctionName: "absent", Qualifier: "3" }), absent("absent"));
  const provisioned = { FunctionName: "absent", Qualifier: "live" };
  await assert.rejects(lambda("GetProvisionedConcurrencyConfig", provisioned), noAlias("absent:live"));
  await assert.rejects(lambda("DeleteProvisionedConcurrencyConfig", provisioned), noAlias("absent:live"));
});

test("permissions tell a missing alias from a missing version, and a policy from a function", async () => {
  const permission = { StatementId: "s", Action: "lambda:InvokeFunction", Principal: "s3.amazonaws.com" };
  const add = (Qualifier: string) => lambda("AddPermission", { ...permission, FunctionName, Qualifier });
  await assert.rejects(add("live"), noAlias("there:live"));
  await assert.rejects(add("42"), absent("there:42"));
  await assert.rejects(add("a$b"), absent("there:a$b"));
  await assert.rejects(lambda("GetPolicy", { FunctionName, Qualifier: "42" }), {
    message: "The resource you requested does not exist.",
  });
  await assert.rejects(lambda("RemovePermission", { FunctionName: "absent", StatementId: "s" }), {
    name: "ResourceNotFoundException",
    message: `No policy found for: ${arnOf("absent")}`,
  });
});

test("a URL's configuration is missing where it is looked at, the function where it is set", async () => {
  const missing = { name: "ResourceNotFoundException", message: "The resource you requested does not exist." };
  await assert.rejects(lambda("GetFunctionUrlConfig", { FunctionName: "absent" }), missing);
  await assert.rejects(lambda("DeleteFunctionUrlConfig", { FunctionName, Qualifier: "live" }), missing);
  const set = { FunctionName, Qualifier: "live", AuthType: "NONE" } as const;
  await assert.rejects(lambda("UpdateFunctionUrlConfig", set), { message: "Function does not exist" });
});

test("a function of a zip does not become one of an image", async () => {
  await assert.rejects(lambda("UpdateFunctionCode", { FunctionName, ImageUri: "registry/image:1" }), {
    name: "InvalidParameterValueException",
    message: "Please don't provide ImageUri when updating a function with packageType Zip.",
  });
});

test("a function that is still being created is changed and published as soon as it is there", async () => {
  for (const name of ["published", "updated", "configured"]) {
    assert.equal((await lambda("CreateFunction", pythonFunction(name, source))).State, "Pending");
  }
  const version = await lambda("PublishVersion", { FunctionName: "published" });
  assert.deepEqual([version.Version, version.State, version.LastUpdateStatus], ["1", "Active", "Successful"]);
  const ZipFile = zip({ "app.py": "def handler(event, context):\n    return 2\n" });
  const updated = await lambda("UpdateFunctionCode", { FunctionName: "updated", ZipFile });
  assert.deepEqual([updated.State, updated.LastUpdateStatus], ["Active", "InProgress"]);
  await lambda("UpdateFunctionConfiguration", { FunctionName: "configured", Timeout: 9 });
  await settled("configured");
  assert.equal((await lambda("GetFunctionConfiguration", { FunctionName: "configured" })).Timeout, 9);
});

test("what was emptied is answered as empty, what was never set not at all", async () => {
  const variables = { Environment: { Variables: {} } };
  const { Environment } = await lambda("CreateFunction", { ...pythonFunction("emptied", source), ...variables });
  assert.deepEqual(Environment, { Variables: {} });
  await settled("emptied");
  assert.equal((await lambda("GetFunctionConfiguration", { FunctionName })).VpcConfig, undefined);
  const Content = { ZipFile: zip({ "python/x.py": "" }) };
  const layer = await lambda("PublishLayerVersion", { LayerName: "emptied", Content, CompatibleRuntimes: [] });
  assert.deepEqual([layer.CompatibleRuntimes, layer.CompatibleArchitectures], [[], undefined]);
});
