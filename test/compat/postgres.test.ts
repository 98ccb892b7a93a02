import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { startTestServer, type TestServer } from "../../src/storage/postgres/test-server.ts";
import { eventually } from "../support/eventually.ts";
import { labFiles, labRole } from "../support/lab.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";

const started = await startTestServer();
const skip = "reason" in started && !process.env.SQUALL_TEST_NO_SKIP ? started.reason : false;

describe("a server on PostgreSQL", { skip }, () => {
  let squall: TestSquall;
  before(async () => {
    assert.ok(!("reason" in started), "reason" in started ? started.reason : "");
    squall = await startSquall({ database: await started.database("lab") });
  });
  after(async () => {
    await squall?.close();
    await (started as TestServer).stop();
  });

  it("does the first lab", async () => {
    const s3 = squall.client(S3Client, { forcePathStyle: true });
    const client = squall.client(LambdaClient);
    await s3.send(new CreateBucketCommand({ Bucket: "pictures" }));
    const { FunctionArn } = await client.send(
      new CreateFunctionCommand({
        FunctionName: "lab",
        Runtime: "python3.11",
        Handler: "lambda_function.lambda_handler",
        Role: labRole,
        Code: { ZipFile: labFiles.pythonZip() },
      }),
    );
    await waitUntilFunctionActiveV2(
      { client, maxWaitTime: 60, minDelay: 0.05, maxDelay: 0.2 },
      { FunctionName: "lab" },
    );
    await client.send(
      new AddPermissionCommand({
        FunctionName: "lab",
        StatementId: "s3",
        Action: "lambda:InvokeFunction",
        Principal: "s3.amazonaws.com",
      }),
    );
    await s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket: "pictures",
        NotificationConfiguration: {
          LambdaFunctionConfigurations: [{ LambdaFunctionArn: FunctionArn, Events: ["s3:ObjectCreated:*"] }],
        },
      }),
    );
    const picture = labFiles.picture();
    await s3.send(
      new PutObjectCommand({ Bucket: "pictures", Key: "logo.png", Body: picture, ContentType: "image/png" }),
    );
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: "pictures", Key: "logo.png" }));
    assert.deepEqual(Buffer.from((await Body?.transformToByteArray()) ?? []), picture);
    const logs = squall.client(CloudWatchLogsClient);
    const lines = await eventually(async () => {
      try {
        const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: "/aws/lambda/lab" }));
        const messages = events.map(({ message = "" }) => message);
        return messages.some((message) => message.startsWith("REPORT")) ? messages : undefined;
      } catch {
        return undefined;
      }
    }, "the function's REPORT line");
    assert.ok(lines.join("").includes(`"ContentLength": ${picture.length}`), lines.join(""));
  });

  it("is empty after a reset", async () => {
    assert.equal((await fetch(`${squall.endpoint}/_squall/reset`, { method: "POST" })).status, 200);
    await squall.client(S3Client, { forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: "pictures" }));
  });

  it("keeps how far somebody is with a lab", async () => {
    const ask = async (path: string, method = "GET") => {
      const response = await fetch(`${squall.endpoint}/_squall/labs/picture-metadata${path}`, { method });
      return (await response.json()) as { steps: { id: string; doneMs?: number }[]; startedMs?: number };
    };
    const { startedMs } = await ask("/start", "POST");
    const { steps } = await ask("");
    assert.equal(typeof steps.find(({ id }) => id === "bucket")?.doneMs, "number");
    assert.deepEqual(await ask("/start", "POST"), await ask(""));
    assert.equal((await ask("")).startedMs, startedMs);
    const rows = await (await fetch(`${squall.endpoint}/_squall/labs/picture-metadata/export`)).json();
    assert.equal((rows as unknown[]).length, 7);
    await ask("/reset", "POST");
    assert.equal((await ask("")).startedMs, undefined);
  });
});
