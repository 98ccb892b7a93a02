import assert from "node:assert/strict";
import { test } from "node:test";
import { openLambda, pythonFunction, wholeFile } from "../../../../test/support/lambda.ts";
import { zip } from "../../../../test/support/zip.ts";
import { rootPrincipal } from "../../principal.ts";

const { create, invoke, lambda, settled, table } = await openLambda(wholeFile);
const arnOf = (name: string) => `arn:aws:lambda:us-east-1:000000000000:layer:${name}`;
const listing =
  "import os\ndef handler(event, context):\n    return sorted(os.path.join(d, f)[5:] + '=' + open(os.path.join(d, f)).read() for d, _, fs in os.walk('/opt') for f in fs)\n";

function publish(LayerName: string, files: Record<string, string>, more: object = {}) {
  return lambda("PublishLayerVersion", { LayerName, Content: { ZipFile: zip(files) }, ...more });
}

/** As account 111111111111. */
function asOther(operation: "GetLayerVersion" | "CreateFunction", input: object) {
  const as = { account: "111111111111", region: "us-east-1", principal: rootPrincipal("111111111111") };
  return table.call("lambda", operation, input as never, as) as Promise<Record<string, unknown>>;
}

test("PublishLayerVersion makes version after version, and GetLayerVersion gives it with its content", async () => {
  const first = await publish("tools", { "a.txt": "1" }, { Description: "x", CompatibleRuntimes: ["python3.11"] });
  assert.deepEqual([first.LayerArn, first.LayerVersionArn, first.Version], [arnOf("tools"), `${arnOf("tools")}:1`, 1]);
  const second = await publish("tools", { "a.txt": "2" }, { LicenseInfo: "MIT", CompatibleArchitectures: ["arm64"] });
  assert.equal(second.Version, 2);
  const found = await lambda("GetLayerVersion", { LayerName: "tools", VersionNumber: 1 });
  assert.deepEqual([found.Description, found.CompatibleRuntimes], ["x", ["python3.11"]]);
  assert.equal(found.Content?.CodeSha256, first.Content?.CodeSha256);
  const link = new URL(found.Content?.Location ?? "");
  const blob = table.host.links.verify(link.pathname, link.searchParams) ?? "";
  assert.deepEqual(await table.host.blobs.readAll(blob), zip({ "a.txt": "1" }));
  const byArn = await lambda("GetLayerVersionByArn", { Arn: `${arnOf("tools")}:2` });
  assert.equal(byArn.LicenseInfo, "MIT");
  await assert.rejects(lambda("GetLayerVersion", { LayerName: "tools", VersionNumber: 9 }), {
    name: "ResourceNotFoundException",
    message: "The resource you requested does not exist.",
  });
  await assert.rejects(lambda("GetLayerVersionByArn", { Arn: arnOf("tools") }), { name: "ValidationException" });
  await assert.rejects(lambda("PublishLayerVersion", { LayerName: "bad", Content: { ZipFile: Buffer.from("x") } }), {
    name: "InvalidParameterValueException",
  });
});

test("ListLayers has the newest matching version of each, ListLayerVersions all, the newest first", async () => {
  await publish("other", { "b.txt": "1" });
  const names = async (more: object = {}) =>
    (await lambda("ListLayers", more)).Layers?.map((layer) => [layer.LayerName, layer.LatestMatchingVersion?.Version]);
  assert.deepEqual(await names(), [
    ["other", 1],
    ["tools", 2],
  ]);
  assert.deepEqual(await names({ CompatibleRuntime: "python3.11" }), [["tools", 1]]);
  const versions = async (more: object = {}) =>
    (await lambda("ListLayerVersions", { LayerName: "tools", ...more })).LayerVersions?.map(({ Version }) => Version);
  assert.deepEqual(await versions(), [2, 1]);
  assert.deepEqual(await versions({ CompatibleArchitecture: "arm64" }), [2]);
  const { NextMarker } = await lambda("ListLayerVersions", { LayerName: "tools", MaxItems: 1 });
  assert.deepEqual(await versions({ Marker: NextMarker }), [1]);
});

test("layers are in /opt, a later one's files over an earlier one's, for Python's path too", async () => {
  await publish("lower", { "same.txt": "lower", "lower.txt": "l", "python/shared.py": "value = 'lower'\n" });
  await publish("upper", { "same.txt": "upper", "python/shared.py": "value = 'upper'\n" });
  const Layers = [`${arnOf("lower")}:1`, `${arnOf("upper")}:1`];
  await create("layered", listing, { Layers } as never);
  assert.deepEqual((await invoke("layered")).payload, [
    "lower.txt=l",
    "python/shared.py=value = 'upper'\n",
    "same.txt=upper",
  ]);
  const found = await lambda("GetFunctionConfiguration", { FunctionName: "layered" });
  assert.deepEqual(
    found.Layers?.map(({ Arn }) => Arn),
    Layers,
  );
  await create("imports", "import shared\ndef handler(event, context):\n    return shared.value\n", {
    Layers,
  } as never);
  assert.equal((await invoke("imports")).payload, "upper");
  await lambda("UpdateFunctionConfiguration", { FunctionName: "layered", Layers: [] });
  await settled("layered");
  assert.deepEqual((await invoke("layered")).payload, []);
});

test("a deleted version stays with the functions that have it, and its number is not used again", async () => {
  await publish("passing", { "here.txt": "yes" });
  const Layers = [`${arnOf("passing")}:1`];
  await create("keeps", listing, { Layers } as never);
  await lambda("DeleteLayerVersion", { LayerName: "passing", VersionNumber: 1 });
  await lambda("DeleteLayerVersion", { LayerName: "passing", VersionNumber: 1 });
  assert.deepEqual((await invoke("keeps")).payload, ["here.txt=yes"]);
  await assert.rejects(lambda("UpdateFunctionConfiguration", { FunctionName: "keeps", Layers }), {
    name: "InvalidParameterValueException",
    message: `Layer version ${Layers[0]} does not exist.`,
  });
  assert.equal((await publish("passing", { "here.txt": "again" })).Version, 2);
});

test("five layers at most, one version of each, of the same region, with the function within the size", async () => {
  const refuses = (Layers: string[], name: string, message: string | RegExp) =>
    assert.rejects(lambda("CreateFunction", { ...pythonFunction("refused", listing), Layers }), { name, message });
  const six = ["tools:1", "other:1", "lower:1", "upper:1", "passing:2", "a:1"].map(arnOf);
  await refuses(six, "InvalidParameterValueException", "Cannot reference more than 5 layers.");
  await refuses(
    ["tools:1", "tools:2"].map(arnOf),
    "InvalidParameterValueException",
    `Two different versions of the same layer are not allowed to be referenced in the same function. ${arnOf("tools:1")} and ${arnOf("tools:2")} are versions of the same layer.`,
  );
  await refuses([arnOf("tools")], "ValidationException", /at 'layers' failed/);
  const elsewhere = "arn:aws:lambda:eu-west-1:000000000000:layer:tools:1";
  await refuses([elsewhere], "InvalidParameterValueException", /Layers are expected to be in region us-east-1\.$/);
  await lambda("PublishLayerVersion", {
    LayerName: "huge",
    Content: { ZipFile: zip({ a: Buffer.alloc(250 * 1024 * 1024 - 10) }) },
  });
  await refuses(
    [arnOf("huge:1")],
    "InvalidParameterValueException",
    /^Function code combined with layers exceeds the maximum allowed size of 262144000 bytes\. The actual size is \d+ bytes\.$/,
  );
});

test("another account uses a layer only with its permission", async () => {
  const LayerName = "tools";
  const VersionNumber = 1;
  const Arn = `${arnOf(LayerName)}:1`;
  const input = {
    ...pythonFunction("foreign", listing),
    Role: "arn:aws:iam::111111111111:role/LabRole",
    Layers: [Arn],
  };
  await assert.rejects(asOther("CreateFunction", input), { name: "AccessDeniedException" });
  const grant = { LayerName, VersionNumber, Action: "lambda:GetLayerVersion", Principal: "111111111111" };
  const { Statement } = await lambda("AddLayerVersionPermission", { ...grant, StatementId: "share" });
  const statement = {
    Sid: "share",
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::111111111111:root" },
    Action: "lambda:GetLayerVersion",
    Resource: Arn,
  };
  assert.deepEqual(JSON.parse(Statement ?? ""), statement);
  const { Policy, RevisionId } = await lambda("GetLayerVersionPolicy", { LayerName, VersionNumber });
  assert.deepEqual(JSON.parse(Policy ?? "").Statement, [statement]);
  assert.deepEqual((await asOther("CreateFunction", input)).FunctionName, "foreign");
  await assert.rejects(lambda("AddLayerVersionPermission", { ...grant, StatementId: "share" }), {
    name: "ResourceConflictException",
  });
  await assert.rejects(lambda("AddLayerVersionPermission", { ...grant, StatementId: "x", RevisionId: "stale" }), {
    name: "PreconditionFailedException",
    message: /Call the GetLayerPolicy API/,
  });
  await lambda("RemoveLayerVersionPermission", { LayerName, VersionNumber, StatementId: "share", RevisionId });
  await assert.rejects(lambda("GetLayerVersionPolicy", { LayerName, VersionNumber }), {
    message: "No policy is associated with the given resource.",
  });
  await assert.rejects(lambda("RemoveLayerVersionPermission", { LayerName, VersionNumber, StatementId: "share" }), {
    message: "Statement share is not found in resource policy.",
  });
  await assert.rejects(lambda("GetLayerVersionPolicy", { LayerName, VersionNumber: 9 }), {
    message: `Layer version ${arnOf(LayerName)}:9 does not exist.`,
  });
});
