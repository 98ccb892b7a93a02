import assert from "node:assert/strict";
import { test } from "node:test";
import { openLambda, pythonFunction, wholeFile } from "../../../../test/support/lambda.ts";
import { zip } from "../../../../test/support/zip.ts";

const { create, invoke, lambda, settled, log, table } = await openLambda(wholeFile);
const code = (value: string) =>
  `def handler(event, context):\n    return ['${value}', context.function_version, context.invoked_function_arn]\n`;
const arnOf = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

async function update(FunctionName: string, value: string, more: object = {}) {
  const answer = await lambda("UpdateFunctionCode", { FunctionName, ZipFile: zip({ "app.py": code(value) }), ...more });
  await settled(FunctionName);
  return answer;
}

test("PublishVersion makes an immutable version with an ARN of its own", async () => {
  await create("versioned", code("one"));
  const before = await lambda("GetFunctionConfiguration", { FunctionName: "versioned" });
  const first = await lambda("PublishVersion", { FunctionName: "versioned", Description: "the first" });
  assert.equal(first.Version, "1");
  assert.equal(first.FunctionArn, `${arnOf("versioned")}:1`);
  assert.equal(first.Description, "the first");
  assert.equal(first.CodeSha256, before.CodeSha256);
  assert.notEqual(first.RevisionId, before.RevisionId);
  await update("versioned", "two");
  assert.deepEqual((await invoke("versioned:1")).payload, ["one", "1", `${arnOf("versioned")}:1`]);
  assert.deepEqual((await invoke("versioned")).payload, ["two", "$LATEST", arnOf("versioned")]);
  assert.equal((await invoke("versioned", {}, { Qualifier: "1" })).version, "1");
  const stored = await lambda("GetFunction", { FunctionName: "versioned", Qualifier: "1" });
  assert.equal(stored.Configuration?.CodeSha256, first.CodeSha256);
  assert.equal(stored.Configuration?.State, "Active");
  assert.equal(stored.Configuration?.LastUpdateStatus, "Successful");
  const link = new URL(stored.Code?.Location ?? "");
  const blob = table.host.links.verify(link.pathname, link.searchParams) ?? "";
  assert.deepEqual(await table.host.blobs.readAll(blob), zip({ "app.py": code("one") }));
});

test("a version writes to streams of its own in the function's log group", async () => {
  await log("versioned", 3);
  const { logStreams } = await table.call(
    "cloudwatch-logs",
    "DescribeLogStreams",
    { logGroupName: "/aws/lambda/versioned" },
    {
      account: "000000000000",
      region: "us-east-1",
      principal: (await import("../../principal.ts")).rootPrincipal("000000000000"),
    },
  );
  assert.deepEqual(logStreams?.map(({ logStreamName }) => /\[(.+)\]/.exec(logStreamName ?? "")?.[1]).sort(), [
    "$LATEST",
    "1",
  ]);
});

test("a version gets another RevisionId when it becomes active, as its function does", async () => {
  const made = await lambda("CreateFunction", { ...pythonFunction("at-once", code("one")), Publish: true });
  assert.equal(made.State, "Pending");
  await settled("at-once");
  await settled("at-once:1");
  const version = await lambda("GetFunctionConfiguration", { FunctionName: "at-once", Qualifier: "1" });
  const latest = await lambda("GetFunctionConfiguration", { FunctionName: "at-once" });
  assert.equal(version.State, "Active");
  assert.equal(new Set([made.RevisionId, version.RevisionId, latest.RevisionId]).size, 3);
});

test("nothing changed, no new version; CodeSha256 and RevisionId are checked", async () => {
  const FunctionName = "versioned";
  const second = await lambda("PublishVersion", { FunctionName });
  assert.equal(second.Version, "2");
  assert.equal((await lambda("PublishVersion", { FunctionName })).Version, "2");
  await assert.rejects(lambda("PublishVersion", { FunctionName, CodeSha256: "other" }), {
    name: "InvalidParameterValueException",
    message: `CodeSHA256 (other) is different from current CodeSHA256 in $LATEST (${second.CodeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
  });
  await assert.rejects(lambda("PublishVersion", { FunctionName, RevisionId: "stale" }), {
    name: "PreconditionFailedException",
  });
  await lambda("UpdateFunctionConfiguration", { FunctionName, Timeout: 10 });
  await settled(FunctionName);
  const { RevisionId } = await lambda("GetFunctionConfiguration", { FunctionName });
  assert.equal((await lambda("PublishVersion", { FunctionName, RevisionId })).Version, "3");
});

test("a description of $LATEST is a change, that of a version is not", async () => {
  await create("described", code("one"));
  const publish = async (Description?: string) => {
    const made = await lambda("PublishVersion", { FunctionName: "described", Description });
    return [made.Version, made.Description];
  };
  assert.deepEqual(await publish("of the version"), ["1", "of the version"]);
  assert.deepEqual(await publish(), ["1", "of the version"]);
  await lambda("UpdateFunctionConfiguration", { FunctionName: "described", Description: "of the function" });
  await settled("described");
  assert.deepEqual(await publish(), ["2", "of the function"]);
  assert.deepEqual(await publish(), ["2", "of the function"]);
});

test("ListVersionsByFunction goes through them a page at a time", async () => {
  const versions: (string | undefined)[] = [];
  let Marker: string | undefined;
  do {
    const page = await lambda("ListVersionsByFunction", { FunctionName: "versioned", MaxItems: 2, Marker });
    versions.push(...(page.Versions ?? []).map(({ FunctionArn }) => FunctionArn?.split(":").at(-1)));
    Marker = page.NextMarker;
  } while (Marker);
  assert.deepEqual(versions, ["$LATEST", "1", "2", "3"]);
  const { Functions } = await lambda("ListFunctions", { FunctionVersion: "ALL" });
  assert.deepEqual(
    Functions?.filter(({ FunctionName }) => FunctionName === "versioned").map(({ Version }) => Version),
    ["$LATEST", "1", "2", "3"],
  );
});

test("Publish with CreateFunction and UpdateFunctionCode", async () => {
  const made = await lambda("CreateFunction", { ...pythonFunction("published", code("one")), Publish: true });
  assert.equal(made.Version, "1");
  assert.deepEqual((await invoke("published:1")).payload[0], "one");
  await settled("published");
  const updated = await update("published", "two", { Publish: true });
  assert.equal(updated.Version, "2");
  assert.equal(updated.FunctionArn, `${arnOf("published")}:2`);
  assert.deepEqual((await invoke("published:2")).payload[0], "two");
  assert.deepEqual((await invoke("published:1")).payload[0], "one");
});

test("DeleteFunction with a Qualifier takes that version alone, unless an alias has it; its number is not used again", async () => {
  const FunctionName = "published";
  await lambda("CreateAlias", { FunctionName, Name: "live", FunctionVersion: "1" });
  await assert.rejects(lambda("DeleteFunction", { FunctionName, Qualifier: "1" }), {
    name: "ResourceConflictException",
    message: "Unable to delete version because the following aliases reference it: [live]",
  });
  await lambda("DeleteFunction", { FunctionName, Qualifier: "2" });
  await assert.rejects(invoke("published:2"), { message: `Function not found: ${arnOf("published")}:2` });
  assert.equal((await lambda("DeleteFunction", { FunctionName, Qualifier: "99" })).StatusCode, 204);
  assert.equal((await invoke("published")).payload[0], "two");
  assert.equal((await lambda("PublishVersion", { FunctionName })).Version, "3");
});
