import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetFunctionEventInvokeConfigCommand,
  GetLayerVersionByArnCommand,
  GetProvisionedConcurrencyConfigCommand,
  InvokeCommand,
  LambdaClient,
  ListAliasesCommand,
  ListFunctionsCommand,
  ListLayersCommand,
  ListVersionsByFunctionCommand,
  PublishLayerVersionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  PutProvisionedConcurrencyConfigCommand,
  TooManyRequestsException,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
  waitUntilPublishedVersionActive,
} from "@aws-sdk/client-lambda";
import { eventually } from "../support/eventually.ts";
import { labRole } from "../support/lab.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { zip } from "../support/zip.ts";

const FunctionName = "life";
const waiting = { maxWaitTime: 60, minDelay: 0.05, maxDelay: 0.2 };
const codeOf = (value: string) =>
  zip({ "app.py": `def handler(event, context):\n    return "${value}" + open("/opt/layer.txt").read()\n` });

let squall: TestSquall;
let client: LambdaClient;
before(async () => {
  squall = await startSquall();
  client = squall.client(LambdaClient);
});
after(() => squall.close());

async function invoke(Qualifier?: string) {
  const { Payload, ExecutedVersion } = await client.send(new InvokeCommand({ FunctionName, Qualifier }));
  return [JSON.parse(Payload?.transformToString() ?? ""), ExecutedVersion];
}

test("a function with a layer, by the JavaScript SDK and its waiters", async () => {
  const layer = await client.send(
    new PublishLayerVersionCommand({ LayerName: "extra", Content: { ZipFile: zip({ "layer.txt": "!" }) } }),
  );
  assert.equal(layer.Version, 1);
  const found = await client.send(new GetLayerVersionByArnCommand({ Arn: layer.LayerVersionArn }));
  const content = await fetch(found.Content?.Location ?? "");
  assert.deepEqual(Buffer.from(await content.arrayBuffer()), zip({ "layer.txt": "!" }));
  assert.equal((await client.send(new ListLayersCommand({}))).Layers?.[0]?.LayerName, "extra");
  await client.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: "python3.11",
      Handler: "app.handler",
      Role: labRole,
      Code: { ZipFile: codeOf("one") },
      Layers: [layer.LayerVersionArn ?? ""],
    }),
  );
  await waitUntilFunctionActiveV2({ client, ...waiting }, { FunctionName });
  assert.deepEqual(await invoke(), ["one!", "$LATEST"]);
});

test("versions and aliases", async () => {
  const { Version } = await client.send(new PublishVersionCommand({ FunctionName, Description: "first" }));
  assert.equal(Version, "1");
  await waitUntilPublishedVersionActive({ client, ...waiting }, { FunctionName, Qualifier: "1" });
  await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: codeOf("two"), Publish: true }));
  await waitUntilFunctionUpdatedV2({ client, ...waiting }, { FunctionName });
  const { Versions } = await client.send(new ListVersionsByFunctionCommand({ FunctionName }));
  assert.deepEqual(
    Versions?.map((each) => each.Version),
    ["$LATEST", "1", "2"],
  );
  const RoutingConfig = { AdditionalVersionWeights: { "2": 0.5 } };
  await client.send(new CreateAliasCommand({ FunctionName, Name: "live", FunctionVersion: "1", RoutingConfig }));
  const { Aliases } = await client.send(new ListAliasesCommand({ FunctionName }));
  assert.deepEqual(Aliases?.[0]?.RoutingConfig, RoutingConfig);
  await client.send(
    new UpdateAliasCommand({
      FunctionName,
      Name: "live",
      FunctionVersion: "2",
      RoutingConfig: { AdditionalVersionWeights: {} },
    }),
  );
  assert.deepEqual(await invoke("live"), ["two!", "2"]);
  assert.deepEqual(await invoke("1"), ["one!", "1"]);
  const { Configuration } = await client.send(new GetFunctionCommand({ FunctionName, Qualifier: "live" }));
  assert.match(Configuration?.FunctionArn ?? "", /:function:life:live$/);
  const { Functions } = await client.send(new ListFunctionsCommand({ FunctionVersion: "ALL" }));
  assert.equal(Functions?.length, 3);
});

test("concurrency: reserved, provisioned and the account's", async () => {
  await client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
  await assert.rejects(invoke(), (error) => {
    assert.ok(error instanceof TooManyRequestsException);
    assert.equal(error.Reason, "ReservedFunctionConcurrentInvocationLimitExceeded");
    assert.equal(error.$metadata.httpStatusCode, 429);
    return true;
  });
  await client.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  const config = { FunctionName, Qualifier: "live" };
  await client.send(new PutProvisionedConcurrencyConfigCommand({ ...config, ProvisionedConcurrentExecutions: 1 }));
  await eventually(async () => {
    const { Status } = await client.send(new GetProvisionedConcurrencyConfigCommand(config));
    return Status === "READY" || undefined;
  }, "the provisioned environment");
  const { AccountLimit, AccountUsage } = await client.send(new GetAccountSettingsCommand({}));
  assert.equal(AccountLimit?.UnreservedConcurrentExecutions, 999);
  assert.equal(AccountUsage?.FunctionCount, 1);
});

test("asynchronous settings come back with their time as a Date", async () => {
  await client.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 1 }));
  const config = await client.send(new GetFunctionEventInvokeConfigCommand({ FunctionName }));
  assert.ok(config.LastModified instanceof Date && Math.abs(config.LastModified.getTime() - Date.now()) < 60_000);
  assert.equal(config.MaximumRetryAttempts, 1);
});

test("all of it goes", async () => {
  await assert.rejects(client.send(new DeleteFunctionCommand({ FunctionName, Qualifier: "2" })), {
    name: "ResourceConflictException",
  });
  await client.send(new DeleteAliasCommand({ FunctionName, Name: "live" }));
  await client.send(new DeleteFunctionCommand({ FunctionName }));
  assert.deepEqual((await client.send(new ListFunctionsCommand({}))).Functions, []);
});
