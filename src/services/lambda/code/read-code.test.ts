import assert from "node:assert/strict";
import { test } from "node:test";
import { openLambda, pythonFunction, wholeFile } from "../../../../test/support/lambda.ts";
import { zip } from "../../../../test/support/zip.ts";
import { s3 } from "../../s3/service.ts";

const { call, invoke, lambda, settled } = await openLambda(wholeFile, { services: [s3] });
const Bucket = "packages";
const codeOf = (value: string) => zip({ "app.py": `def handler(event, context):\n    return '${value}'\n` });
const input = pythonFunction("stored", "");
await call("s3", "CreateBucket", { Bucket });
await call("s3", "PutBucketVersioning", { Bucket, VersioningConfiguration: { Status: "Enabled" } });

/** Gives the object's version. */
async function put(Key: string, value: string): Promise<string | undefined> {
  return (await call("s3", "PutObject", { Bucket, Key, Body: codeOf(value) } as never)).VersionId;
}

test("code comes from S3, by bucket, key and version", async () => {
  const first = await put("app.zip", "first");
  await put("app.zip", "second");
  await lambda("CreateFunction", {
    ...input,
    Code: { S3Bucket: Bucket, S3Key: "app.zip", S3ObjectVersion: first },
  } as never);
  await settled("stored");
  assert.equal((await invoke("stored")).payload, "first");
  await lambda("UpdateFunctionCode", { FunctionName: "stored", S3Bucket: Bucket, S3Key: "app.zip" });
  await settled("stored");
  assert.equal((await invoke("stored")).payload, "second");
});

test("a layer's content comes from S3, too", async () => {
  await put("layer.zip", "layer");
  const Content = { S3Bucket: Bucket, S3Key: "layer.zip" };
  assert.equal((await lambda("PublishLayerVersion", { LayerName: "stored", Content })).Version, 1);
});

test("an object that is not there is AWS's error", async () => {
  const refuses = (Code: object, message: string | RegExp) =>
    assert.rejects(lambda("CreateFunction", { ...input, FunctionName: "x", Code } as never), {
      name: "InvalidParameterValueException",
      message,
    });
  await refuses(
    { S3Bucket: Bucket, S3Key: "absent.zip" },
    "Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.",
  );
  await refuses(
    { S3Bucket: "absent-bucket", S3Key: "app.zip" },
    "Error occurred while GetObject. S3 Error Code: NoSuchBucket. S3 Error Message: The specified bucket does not exist",
  );
  await refuses(
    { ZipFile: codeOf("x"), S3Bucket: Bucket, S3Key: "app.zip" },
    "Please do not provide other FunctionCode parameters when providing a ZipFile.",
  );
  await refuses({ S3Bucket: Bucket }, "Please provide a source for function code.");
});
