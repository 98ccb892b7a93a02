import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { openLambda, pythonFunction, wholeFile } from "../../../../test/support/lambda.ts";
import { zip } from "../../../../test/support/zip.ts";

const { create, invoke, lambda, settled, call, table } = await openLambda(wholeFile);
const returning = (value: string) => `def handler(event, context):\n    return ${value}\n`;
const codeOf = (value: string) => zip({ "app.py": returning(value) });
const arnOf = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

test("CreateFunction answers as Pending, with AWS's defaults; then it is Active", async () => {
  const input = pythonFunction("plain", returning("1"));
  const made = await lambda("CreateFunction", { ...input, Tags: { team: "a" } });
  assert.equal(made.State, "Pending");
  assert.equal(made.StateReasonCode, "Creating");
  assert.equal(made.LastUpdateStatus, undefined);
  assert.equal(made.FunctionArn, arnOf("plain"));
  assert.equal(made.Version, "$LATEST");
  assert.equal(made.Timeout, 3);
  assert.equal(made.MemorySize, 128);
  assert.equal(made.PackageType, "Zip");
  assert.deepEqual(made.Architectures, ["x86_64"]);
  assert.deepEqual(made.EphemeralStorage, { Size: 512 });
  assert.deepEqual(made.TracingConfig, { Mode: "PassThrough" });
  assert.equal(made.LoggingConfig?.LogFormat, "Text");
  assert.equal(made.LoggingConfig?.LogGroup, "/aws/lambda/plain");
  assert.match(made.LastModified ?? "", /^2026-01-01T00:00:00\.\d{3}\+0000$/);
  assert.equal(made.CodeSize, input.Code.ZipFile.length);
  await settled("plain");
  const { Configuration, Tags, Code } = await lambda("GetFunction", { FunctionName: "plain" });
  assert.equal(Configuration?.LastUpdateStatus, "Successful");
  assert.equal(Configuration?.CodeSha256, made.CodeSha256);
  assert.notEqual(Configuration?.RevisionId, made.RevisionId);
  assert.deepEqual(Tags, { team: "a" });
  assert.equal(Code?.RepositoryType, "S3");
  assert.match(Code?.Location ?? "", /^http:\/\/localhost:4566\/_squall\/blobs\//);
});

test("GetFunction's Code.Location names the very zip", async () => {
  const { Code } = await lambda("GetFunction", { FunctionName: "plain" });
  const link = new URL(Code?.Location ?? "");
  const blob = table.host.links.verify(link.pathname, link.searchParams);
  assert.ok(blob);
  assert.deepEqual(await table.host.blobs.readAll(blob), pythonFunction("plain", returning("1")).Code.ZipFile);
});

test("CreateFunction refuses a name that is taken, whatever else it holds", async () => {
  await assert.rejects(lambda("CreateFunction", pythonFunction("plain", returning("2"))), {
    name: "ResourceConflictException",
    message: "Function already exist: plain",
  });
});

test("CreateFunction refuses a role that is not there, may not be assumed, or is another account's", async () => {
  const input = pythonFunction("role", returning("1"));
  const trust = (Service: string) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" }],
    });
  await call("iam", "CreateRole", { RoleName: "ForEc2", AssumeRolePolicyDocument: trust("ec2.amazonaws.com") });
  for (const name of ["Absent", "ForEc2"]) {
    await assert.rejects(lambda("CreateFunction", { ...input, Role: `arn:aws:iam::000000000000:role/${name}` }), {
      name: "InvalidParameterValueException",
      message: "The role defined for the function cannot be assumed by Lambda.",
    });
  }
  await assert.rejects(lambda("CreateFunction", { ...input, Role: "arn:aws:iam::111111111111:role/LabRole" }), {
    name: "AccessDeniedException",
    message: "Cross-account pass role is not allowed.",
  });
  await call("iam", "CreateRole", { RoleName: "ForLambda", AssumeRolePolicyDocument: trust("lambda.amazonaws.com") });
  await lambda("CreateFunction", { ...input, Role: "arn:aws:iam::000000000000:role/ForLambda" });
  await settled("role");
});

test("what is out of range, reserved, too long or not a package is refused in AWS's words", async () => {
  const input = pythonFunction("refused", returning("1"));
  const refuses = (more: object, name: string, message: string | RegExp) =>
    assert.rejects(lambda("CreateFunction", { ...input, ...more } as never), { name, message });
  await refuses(
    { Timeout: 901 },
    "ValidationException",
    /'timeout' failed to satisfy constraint: Member must have value less than or equal to 900$/,
  );
  await refuses({ MemorySize: 127 }, "ValidationException", /greater than or equal to 128$/);
  await refuses({ MemorySize: 10_241 }, "ValidationException", /less than or equal to 10240$/);
  await refuses({ EphemeralStorage: { Size: 511 } }, "ValidationException", /greater than or equal to 512$/);
  await refuses(
    { Environment: { Variables: { AWS_REGION: "x" } } },
    "InvalidParameterValueException",
    "Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: AWS_REGION",
  );
  await refuses(
    { Environment: { Variables: { LONG: "x".repeat(4_096) } } },
    "InvalidParameterValueException",
    /^Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit\. String measured: \{"LONG":"x/,
  );
  await refuses(
    { Environment: { Variables: { "1x": "x" } } },
    "ValidationException",
    /Map keys must satisfy constraint/,
  );
  await refuses(
    { Code: { ZipFile: Buffer.from("no zip") } },
    "InvalidParameterValueException",
    "Could not unzip uploaded file. Please check your file, then try to upload again.",
  );
  await refuses({ Code: {} }, "InvalidParameterValueException", "Please provide a source for function code.");
  await refuses({ Runtime: undefined }, "InvalidParameterValueException", /Runtime and Handler are mandatory/);
  await refuses(
    { Code: { ImageUri: "x" }, PackageType: "Image" },
    "InvalidParameterValueException",
    /does not support container images/,
  );
  await refuses({ FunctionName: "refused:1" }, "ValidationException", /at 'functionName'/);
  await refuses({ FunctionName: "111111111111:function:refused" }, "AccessDeniedException", "");
  await refuses({ Tags: { "aws:x": "y" } }, "InvalidParameterValueException", /reserved for system use/);
  await assert.rejects(lambda("GetFunction", { FunctionName: "refused" }), { name: "ResourceNotFoundException" });
});

test("a package may not climb out of its folder, by name or by link", async () => {
  const input = pythonFunction("climbs", returning("1"));
  const link = { content: "../../etc/passwd", mode: 0o120777 };
  for (const files of [{ "../x.py": "1" }, { "app.py": link }, { dev: { content: "", mode: 0o020666 } }]) {
    await assert.rejects(lambda("CreateFunction", { ...input, Code: { ZipFile: zip(files as never) } }), {
      message: "Could not unzip uploaded file. Please check your file, then try to upload again.",
    });
  }
});

test("a package that explodes is refused by its real size", async () => {
  const bomb = zip({ zeros: Buffer.alloc(263 * 1024 * 1024) });
  await assert.rejects(lambda("CreateFunction", { ...pythonFunction("bomb", ""), Code: { ZipFile: bomb } }), {
    name: "InvalidParameterValueException",
    message: "Unzipped size must be smaller than 262144000 bytes",
  });
});

test("a package in the request itself has at most 50 MB", async () => {
  const large = zip({ "app.py": returning("1"), noise: randomBytes(50 * 1024 * 1024) });
  await assert.rejects(lambda("CreateFunction", { ...pythonFunction("large", ""), Code: { ZipFile: large } }), {
    name: "RequestEntityTooLargeException",
    message: "Zipped size must be smaller than 52428800 bytes",
  });
});

test("UpdateFunctionCode takes effect, whoever is running the former code", async () => {
  await create(
    "changes",
    "import time\ndef handler(event, context):\n    time.sleep(event.get('sleep', 0))\n    return 'old'\n",
  );
  const former = invoke("changes", { sleep: 0.5 });
  const updated = await lambda("UpdateFunctionCode", { FunctionName: "changes", ZipFile: codeOf("'new'") });
  assert.equal(updated.LastUpdateStatus, "InProgress");
  await settled("changes");
  assert.equal((await invoke("changes")).payload, "new");
  assert.equal((await former).payload, "old");
});

test("UpdateFunctionCode with DryRun changes nothing; with a stale RevisionId it is refused", async () => {
  await create("kept", returning("'kept'"));
  const { RevisionId, CodeSha256 } = await lambda("GetFunctionConfiguration", { FunctionName: "kept" });
  const dry = await lambda("UpdateFunctionCode", { FunctionName: "kept", ZipFile: codeOf("'other'"), DryRun: true });
  assert.notEqual(dry.CodeSha256, CodeSha256);
  assert.equal((await invoke("kept")).payload, "kept");
  const stale = { FunctionName: "kept", ZipFile: codeOf("'other'"), RevisionId: "stale" };
  await assert.rejects(lambda("UpdateFunctionCode", stale), {
    name: "PreconditionFailedException",
    message:
      "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id",
  });
  await lambda("UpdateFunctionCode", { ...stale, RevisionId });
  await settled("kept");
  assert.equal((await invoke("kept")).payload, "other");
});

test("UpdateFunctionConfiguration changes what it names and takes effect", async () => {
  await create(
    "configured",
    "import os\ndef handler(event, context):\n    return [os.environ.get('AB'), context.memory_limit_in_mb]\n",
  );
  await lambda("UpdateFunctionConfiguration", {
    FunctionName: "configured",
    Environment: { Variables: { AB: "b" } },
    MemorySize: 256,
    Description: "told",
  } as never);
  await settled("configured");
  assert.deepEqual((await invoke("configured")).payload, ["b", "256"]);
  const { Description, Timeout } = await lambda("GetFunctionConfiguration", { FunctionName: "configured" });
  assert.deepEqual([Description, Timeout], ["told", 3]);
  await lambda("UpdateFunctionConfiguration", { FunctionName: "configured", Environment: { Variables: {} } });
  await settled("configured");
  assert.deepEqual((await invoke("configured")).payload, [null, "256"]);
});

test("a second update while one is in progress is refused", async () => {
  await create("busy", returning("1"));
  const results = await Promise.allSettled([
    lambda("UpdateFunctionConfiguration", { FunctionName: "busy", Timeout: 5 }),
    lambda("UpdateFunctionConfiguration", { FunctionName: "busy", Timeout: 6 }),
  ]);
  const refused = results.find((result) => result.status === "rejected");
  assert.equal(refused?.reason.name, "ResourceConflictException");
  assert.equal(
    refused?.reason.message,
    `The operation cannot be performed at this time. An update is in progress for resource: ${arnOf("busy")}`,
  );
  await settled("busy");
});

test("settings without meaning on one host are kept and returned; those that would deceive are refused by name", async () => {
  await create("settings", returning("1"), {
    TracingConfig: { Mode: "Active" },
    Architectures: ["arm64"],
  } as never);
  const found = await lambda("GetFunctionConfiguration", { FunctionName: "settings" });
  assert.deepEqual(found.TracingConfig, { Mode: "Active" });
  assert.deepEqual(found.Architectures, ["arm64"]);
  assert.equal((await invoke("settings")).payload, 1);
  const refuses = (more: object, what: string) =>
    assert.rejects(lambda("CreateFunction", { ...pythonFunction("x", ""), ...more } as never), {
      name: "InvalidParameterValueException",
      message: `Squall does not support ${what} yet.`,
    });
  await refuses({ FileSystemConfigs: [{ Arn: "a", LocalMountPath: "/mnt/x" }] }, "FileSystemConfigs");
  await refuses({ KMSKeyArn: "arn:aws:kms:us-east-1:000000000000:key/x" }, "KMSKeyArn");
  await refuses({ PublishTo: "LATEST_PUBLISHED" }, "PublishTo");
});

test("ListFunctions goes through all by name, a page at a time, without their state", async () => {
  const names: (string | undefined)[] = [];
  let Marker: string | undefined;
  do {
    const page = await lambda("ListFunctions", { MaxItems: 3, Marker });
    assert.ok((page.Functions?.length ?? 0) <= 3);
    for (const listed of page.Functions ?? []) {
      names.push(listed.FunctionName);
      assert.equal(listed.State, undefined);
    }
    Marker = page.NextMarker;
  } while (Marker);
  assert.deepEqual(names, [...names].sort());
  assert.ok(names.includes("plain") && names.includes("settings"));
  await assert.rejects(lambda("ListFunctions", { Marker: "!" }), { name: "InvalidParameterValueException" });
});

test("DeleteFunction takes it with all that waits for it, while it runs", async () => {
  await create("gone", "import time\ndef handler(event, context):\n    time.sleep(0.3)\n    return 'finished'\n");
  const running = invoke("gone");
  await new Promise(setImmediate);
  assert.equal((await lambda("DeleteFunction", { FunctionName: "gone" })).StatusCode, 204);
  assert.equal((await running).payload, "finished");
  const missing = (arn: string) => ({ name: "ResourceNotFoundException", message: `Function not found: ${arn}` });
  await assert.rejects(invoke("gone"), missing(`${arnOf("gone")}:$LATEST`));
  await assert.rejects(lambda("DeleteFunction", { FunctionName: "gone" }), missing(arnOf("gone")));
  await assert.rejects(lambda("DeleteFunction", { FunctionName: "plain", Qualifier: "$LATEST" }), {
    message: "$LATEST version cannot be deleted without deleting the function.",
  });
  await create("gone", returning("'anew'"));
  assert.equal((await invoke("gone")).payload, "anew");
});

test("tags are added, listed and removed, on functions only", async () => {
  await create("tagged", returning("1"), { Tags: { a: "1" } } as never);
  const Resource = arnOf("tagged");
  await lambda("TagResource", { Resource, Tags: { b: "2", a: "3" } });
  assert.deepEqual((await lambda("ListTags", { Resource })).Tags, { a: "3", b: "2" });
  await lambda("UntagResource", { Resource, TagKeys: ["a"] });
  assert.deepEqual((await lambda("ListTags", { Resource })).Tags, { b: "2" });
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`t${n}`, ""]));
  await assert.rejects(lambda("TagResource", { Resource, Tags: many }), { name: "InvalidParameterValueException" });
  await assert.rejects(lambda("TagResource", { Resource: `${Resource}:1`, Tags: { a: "" } }), {
    message: "Tags on function aliases and versions are not supported. Please specify a function ARN.",
  });
  await assert.rejects(lambda("ListTags", { Resource: "tagged" }), { name: "ValidationException" });
});

test("GetAccountSettings has true figures", async () => {
  const before = await lambda("GetAccountSettings", {});
  assert.equal(before.AccountLimit?.ConcurrentExecutions, 1_000);
  assert.equal(before.AccountLimit?.TotalCodeSize, 80_530_636_800);
  await create("counted", returning("1"));
  const { CodeSize } = await lambda("GetFunctionConfiguration", { FunctionName: "counted" });
  const after = await lambda("GetAccountSettings", {});
  assert.equal(after.AccountUsage?.FunctionCount, (before.AccountUsage?.FunctionCount ?? 0) + 1);
  assert.equal(after.AccountUsage?.TotalCodeSize, (before.AccountUsage?.TotalCodeSize ?? 0) + (CodeSize ?? 0));
});

test("PutRuntimeManagementConfig is kept and GetRuntimeManagementConfig tells it", async () => {
  const FunctionName = "plain";
  assert.equal((await lambda("GetRuntimeManagementConfig", { FunctionName })).UpdateRuntimeOn, "Auto");
  await lambda("PutRuntimeManagementConfig", { FunctionName, UpdateRuntimeOn: "FunctionUpdate" });
  assert.equal((await lambda("GetRuntimeManagementConfig", { FunctionName })).UpdateRuntimeOn, "FunctionUpdate");
  await assert.rejects(lambda("PutRuntimeManagementConfig", { FunctionName, UpdateRuntimeOn: "Manual" }), {
    name: "InvalidParameterValueException",
  });
});
