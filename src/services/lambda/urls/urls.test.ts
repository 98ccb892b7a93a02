import assert from "node:assert/strict";
import { test } from "node:test";
import { openLambda, wholeFile } from "../../../../test/support/lambda.ts";
import type { SurfaceRequest } from "../../surface.ts";

const { create, lambda, state } = await openLambda(wholeFile);
const arn = "arn:aws:lambda:us-east-1:000000000000:function:web";
const FunctionName = "web";
await create(FunctionName, "def handler(event, context):\n    return event\n");

function idOf(url: string | undefined): string {
  return /^http:\/\/([a-z2-7]{32})\.lambda-url\.us-east-1\.localhost:4566\/$/.exec(url ?? "")?.[1] ?? "";
}

test("CreateFunctionUrlConfig gives an address; Get, Update, List and Delete know it", async () => {
  const Cors = { AllowOrigins: ["https://example.com"], AllowMethods: ["GET"] };
  const made = await lambda("CreateFunctionUrlConfig", { FunctionName, AuthType: "NONE", Cors });
  const id = idOf(made.FunctionUrl);
  assert.ok(id);
  assert.deepEqual([made.FunctionArn, made.AuthType, made.InvokeMode, made.Cors], [arn, "NONE", undefined, Cors]);
  assert.equal((await state.urlIndex.find(id))?.name, FunctionName);
  await assert.rejects(lambda("CreateFunctionUrlConfig", { FunctionName, AuthType: "NONE" }), {
    name: "ResourceConflictException",
    message: `Failed to create function url config for [functionArn = ${arn}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
  });
  const updated = await lambda("UpdateFunctionUrlConfig", { FunctionName, AuthType: "AWS_IAM" });
  assert.deepEqual([updated.FunctionUrl, updated.AuthType, updated.Cors], [made.FunctionUrl, "AWS_IAM", Cors]);
  const stored = await lambda("GetFunctionUrlConfig", { FunctionName });
  assert.deepEqual([stored.AuthType, stored.InvokeMode], ["AWS_IAM", "BUFFERED"]);
  await lambda("PublishVersion", { FunctionName });
  await lambda("CreateAlias", { FunctionName, Name: "live", FunctionVersion: "1" });
  await lambda("CreateFunctionUrlConfig", { FunctionName, Qualifier: "live", AuthType: "NONE" });
  const listed = await lambda("ListFunctionUrlConfigs", { FunctionName });
  assert.deepEqual(listed.FunctionUrlConfigs?.map(({ FunctionArn }) => FunctionArn).sort(), [arn, `${arn}:live`]);
  await lambda("DeleteFunctionUrlConfig", { FunctionName });
  assert.equal(await state.urlIndex.find(id), undefined);
  const missing = { name: "ResourceNotFoundException", message: "The resource you requested does not exist." };
  await assert.rejects(lambda("GetFunctionUrlConfig", { FunctionName }), missing);
  await assert.rejects(lambda("UpdateFunctionUrlConfig", { FunctionName, AuthType: "NONE" }), missing);
  await assert.rejects(lambda("DeleteFunctionUrlConfig", { FunctionName }), missing);
});

test("a version has no URL; an alias's is known after the alias, and open to nobody", async () => {
  await assert.rejects(lambda("CreateFunctionUrlConfig", { FunctionName, Qualifier: "1", AuthType: "NONE" }), {
    name: "ValidationException",
    message: /at 'qualifier' failed to satisfy constraint/,
  });
  await assert.rejects(lambda("CreateFunctionUrlConfig", { FunctionName: "absent", AuthType: "NONE" }), {
    name: "ResourceNotFoundException",
    message: "Function does not exist",
  });
  const { FunctionUrl } = await lambda("GetFunctionUrlConfig", { FunctionName, Qualifier: "live" });
  await lambda("DeleteAlias", { FunctionName, Name: "live" });
  const ask = async () => {
    const { status, body } = await state.urls.answer(idOf(FunctionUrl), { requestId: "r" } as SurfaceRequest);
    return [status, JSON.parse(String(body)).Message];
  };
  const troubleshooting = "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html";
  assert.deepEqual(await ask(), [
    403,
    `Forbidden. For troubleshooting Function URL authorization issues, see: ${troubleshooting}`,
  ]);
  await lambda("CreateAlias", { FunctionName, Name: "live", FunctionVersion: "1" });
  assert.equal((await ask())[0], 403);
  await lambda("DeleteFunction", { FunctionName });
  assert.deepEqual(await ask(), [403, null]);
  assert.equal(await state.urlIndex.find(idOf(FunctionUrl)), undefined);
});
