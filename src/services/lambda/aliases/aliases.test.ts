import assert from "node:assert/strict";
import { test } from "node:test";
import { openLambda, wholeFile } from "../../../../test/support/lambda.ts";

const { create, invoke, lambda, settled } = await openLambda(wholeFile);
const arn = "arn:aws:lambda:us-east-1:000000000000:function:aliased";
const FunctionName = "aliased";
await create(
  FunctionName,
  "def handler(event, context):\n    return [context.function_version, context.invoked_function_arn]\n",
);
await lambda("PublishVersion", { FunctionName });
await lambda("UpdateFunctionConfiguration", { FunctionName, Timeout: 7 });
await settled(FunctionName);
await lambda("PublishVersion", { FunctionName });

test("CreateAlias names a version, which is run by it", async () => {
  const made = await lambda("CreateAlias", { FunctionName, Name: "live", FunctionVersion: "1", Description: "x" });
  assert.deepEqual(
    { ...made, RevisionId: undefined },
    {
      AliasArn: `${arn}:live`,
      Name: "live",
      FunctionVersion: "1",
      Description: "x",
      RoutingConfig: undefined,
      RevisionId: undefined,
    },
  );
  const { payload, version } = await invoke("aliased:live");
  assert.deepEqual(payload, ["1", `${arn}:live`]);
  assert.equal(version, "1");
  const found = await lambda("GetFunctionConfiguration", { FunctionName, Qualifier: "live" });
  assert.deepEqual([found.FunctionArn, found.Version, found.Timeout], [`${arn}:live`, "1", 3]);
});

test("CreateAlias refuses what AWS refuses", async () => {
  const make = (more: object) => lambda("CreateAlias", { FunctionName, Name: "x", FunctionVersion: "1", ...more });
  await assert.rejects(make({ Name: "live" }), {
    name: "ResourceConflictException",
    message: `Alias already exists: ${arn}:live`,
  });
  await assert.rejects(make({ Name: "12" }), { name: "ValidationException" });
  await assert.rejects(make({ FunctionVersion: "9" }), {
    name: "ResourceNotFoundException",
    message: `Function not found: ${arn}:9`,
  });
  const weigh = (AdditionalVersionWeights: object, more = {}) =>
    make({ RoutingConfig: { AdditionalVersionWeights }, ...more });
  await assert.rejects(weigh({ 1: 0.5, 2: 0.5 }), {
    message: "Number of items in AdditionalVersionWeights cannot be greater than 1",
  });
  await assert.rejects(weigh({ 1: 0.5 }), {
    message: "Invalid function version 1. Function version 1 is already included in routing configuration.",
  });
  await assert.rejects(weigh({ 2: 1.5 }), { name: "ValidationException", message: /Value '\{2=1\.5\}'/ });
  await assert.rejects(weigh({ 2: 0.5 }, { FunctionVersion: "$LATEST" }), {
    message: "$LATEST is not supported for an alias pointing to more than 1 version",
  });
  await assert.rejects(weigh({ live: 0.5 }), { name: "ValidationException" });
});

test("a weighted alias sends each version its share", async () => {
  await lambda("UpdateAlias", { FunctionName, Name: "live", RoutingConfig: { AdditionalVersionWeights: { 2: 0.25 } } });
  const count = 2_000;
  let second = 0;
  for (let n = 0; n < count; n += 50) {
    const answers = await Promise.all(Array.from({ length: 50 }, () => invoke("aliased:live")));
    for (const { payload, version } of answers) {
      assert.equal(payload[0], version);
      if (version === "2") second += 1;
    }
  }
  // Four standard deviations: one run in 16,000 would be outside by chance.
  const deviation = Math.sqrt(count * 0.25 * 0.75);
  assert.ok(Math.abs(second - count * 0.25) < 4 * deviation, `${second} of ${count} went to the second version`);
});

test("UpdateAlias changes what it names; a stale RevisionId is refused", async () => {
  const { RevisionId } = await lambda("GetAlias", { FunctionName, Name: "live" });
  const moved = await lambda("UpdateAlias", {
    FunctionName,
    Name: "live",
    FunctionVersion: "2",
    RoutingConfig: { AdditionalVersionWeights: {} },
    RevisionId,
  });
  assert.deepEqual([moved.FunctionVersion, moved.RoutingConfig, moved.Description], ["2", undefined, "x"]);
  assert.equal((await invoke("aliased:live")).version, "2");
  await assert.rejects(lambda("UpdateAlias", { FunctionName, Name: "live", RevisionId }), {
    name: "PreconditionFailedException",
  });
  await assert.rejects(lambda("UpdateAlias", { FunctionName, Name: "none" }), {
    name: "ResourceNotFoundException",
    message: `Alias not found: ${arn}:none`,
  });
});

test("ListAliases lists them by name, or those of one version", async () => {
  await lambda("CreateAlias", { FunctionName, Name: "alpha", FunctionVersion: "1" });
  await lambda("CreateAlias", { FunctionName, Name: "newest", FunctionVersion: "$LATEST" });
  const names = async (more: object = {}) =>
    (await lambda("ListAliases", { FunctionName, ...more })).Aliases?.map(({ Name }) => Name);
  assert.deepEqual(await names(), ["alpha", "live", "newest"]);
  assert.deepEqual(await names({ FunctionVersion: "1" }), ["alpha"]);
  const page = await lambda("ListAliases", { FunctionName, MaxItems: 2 });
  assert.deepEqual(await names({ Marker: page.NextMarker }), ["newest"]);
  assert.equal((await invoke("aliased:newest")).version, "$LATEST");
});

test("DeleteAlias takes the alias with what belonged to it", async () => {
  await lambda("PutFunctionEventInvokeConfig", { FunctionName, Qualifier: "alpha", MaximumRetryAttempts: 1 });
  await lambda("DeleteAlias", { FunctionName, Name: "alpha" });
  await lambda("DeleteAlias", { FunctionName, Name: "alpha" });
  await assert.rejects(lambda("GetAlias", { FunctionName, Name: "alpha" }), {
    message: `Cannot find alias arn: ${arn}:alpha`,
  });
  await assert.rejects(invoke("aliased:alpha"), { message: `Function not found: ${arn}:alpha` });
  await lambda("CreateAlias", { FunctionName, Name: "alpha", FunctionVersion: "1" });
  await assert.rejects(lambda("GetFunctionEventInvokeConfig", { FunctionName, Qualifier: "alpha" }), {
    name: "ResourceNotFoundException",
  });
});
