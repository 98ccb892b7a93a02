import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { copyFileSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  CreateFunctionUrlConfigCommand,
  InvokeCommand,
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
import { buildGo, buildJava, buildOnce, fetchJar, readAll, run, skipWithout, zipFolder } from "../support/build.ts";
import { eventually } from "../support/eventually.ts";
import { allowInvoke, allowUrl } from "../support/function-urls.ts";
import { labFiles, labRole } from "../support/lab.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { zip } from "../support/zip.ts";

/** The functions of `examples/`, packed as their page says, on a whole Squall. */
let squall: TestSquall;
let lambda: LambdaClient;
let s3: S3Client;
before(async () => {
  squall = await startSquall();
  lambda = squall.client(LambdaClient);
  s3 = squall.client(S3Client, { forcePathStyle: true });
});
after(() => squall.close());

const example = (name: string) => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));

test("a CSV file's rows become JSON lines, and wrong ones are set aside", async () => {
  await create("csv-import", {
    Runtime: "python3.11",
    Handler: "app.handler",
    Code: { ZipFile: zip({ "app.py": readFileSync(join(example("csv-import"), "app.py")) }) },
  });
  await notify("orders", "csv-import", ".csv");
  const csv = 'item,count,price\ntea,2,3.50\n"milk, warm",1,0.99\nnothing,0,1\nair,x,1\n';
  await s3.send(new PutObjectCommand({ Bucket: "orders", Key: "in/two orders.csv", Body: csv }));
  const imported = await waitForObject("orders", "imported/two orders.jsonl");
  assert.deepEqual(toLines(imported), [
    { item: "tea", count: 2, price: "3.50", total: "7.00" },
    { item: "milk, warm", count: 1, price: "0.99", total: "0.99" },
  ]);
  const rejected = toLines(await waitForObject("orders", "rejected/two orders.jsonl")) as { line: number }[];
  assert.deepEqual(
    rejected.map(({ line }) => line),
    [4, 5],
  );
});

test("a picture's thumbnail, by Pillow", { skip: skipWithout("python3.11", "-m", "pip", "--version") }, async () => {
  const folder = buildOnce("pillow", readAll(example("thumbnails-python")), (into) => {
    const requirements = join(example("thumbnails-python"), "requirements.txt");
    run("python3.11", ["-m", "pip", "install", "-q", "--no-compile", "--target", into, "-r", requirements], {});
    copyFileSync(join(example("thumbnails-python"), "app.py"), join(into, "app.py"));
  });
  await create("thumbnails-python", { Runtime: "python3.11", Handler: "app.handler", ...withThumbnails(folder) });
  const thumbnail = await makeThumbnail("pictures-python", "thumbnails-python", "logo.jpg");
  assert.deepEqual([...thumbnail.subarray(0, 3)], [0xff, 0xd8, 0xff]);
});

test("a picture's thumbnail, by sharp", { skip: skipWithout("npm", "--version") }, async () => {
  const folder = buildOnce("sharp", readAll(example("thumbnails-node")), (into) => {
    for (const name of ["index.mjs", "package.json"])
      copyFileSync(join(example("thumbnails-node"), name), join(into, name));
    run("npm", ["install", "--no-audit", "--no-fund", "--omit=dev"], { cwd: into });
  });
  await create("thumbnails-node", { Runtime: "nodejs22.x", Handler: "index.handler", ...withThumbnails(folder) });
  const thumbnail = await makeThumbnail("pictures-node", "thumbnails-node", "logo.webp");
  assert.equal(thumbnail.subarray(8, 12).toString(), "WEBP");
});

test("a small API in Go, behind its URL", { skip: skipWithout("go", "version") }, async () => {
  const ZipFile = zipFolder(buildGo(example("go-api")));
  await create("go-api", { Runtime: "provided.al2023", Handler: "bootstrap", Code: { ZipFile } });
  const url = await createUrl("go-api");
  assert.deepEqual(await ask(url, "GET", "/hello?name=Ada"), { status: 200, body: { message: "Hello, Ada!" } });
  assert.deepEqual(await ask(url, "POST", "/sum", "[1, 2, 39.5]"), { status: 200, body: { sum: 42.5 } });
  assert.equal((await ask(url, "POST", "/sum", "one")).status, 400);
  assert.deepEqual(await ask(url, "GET", "/nowhere"), { status: 404, body: { message: "Not Found" } });
});

test("a report on a stream's batch in Java, with AWS's event classes", {
  skip: skipWithout("javac", "--version"),
}, async () => {
  const core = fetchJar("com.amazonaws:aws-lambda-java-core:1.4.0");
  const events = fetchJar("com.amazonaws:aws-lambda-java-events:3.16.1");
  const joda = fetchJar("joda-time:joda-time:2.12.7");
  const ZipFile = zipFolder(buildJava(example("java-report"), [core], [events, joda]));
  await create("java-report", { Runtime: "java17", Handler: "Report", MemorySize: 256, Code: { ZipFile } });
  const record = (sequenceNumber: string, line: string) => ({
    eventSource: "aws:kinesis",
    eventID: `shardId-000000000000:${sequenceNumber}`,
    kinesis: {
      sequenceNumber,
      partitionKey: "p",
      kinesisSchemaVersion: "1.0",
      approximateArrivalTimestamp: 1545084650.987,
      data: Buffer.from(line).toString("base64"),
    },
  });
  const Records = [record("1", "tea,2"), record("2", "bread"), record("3", "tea,40"), record("4", "milk,1")];
  const { payload, log } = await invoke("java-report", { Records });
  assert.deepEqual(payload, { totals: { milk: 1, tea: 42 }, batchItemFailures: [{ itemIdentifier: "2" }] });
  assert.match(log, /^cannot read "bread": java\.lang\.ArrayIndexOutOfBoundsException/m);
  assert.match(log, /^totals: \{milk=1, tea=42\}$/m);
});

test("a signed webhook in Ruby, behind its URL", { skip: skipWithout("ruby", "--version") }, async () => {
  await create("ruby-webhook", {
    Runtime: "ruby3.3",
    Handler: "webhook.Webhook.process",
    Environment: { Variables: { WEBHOOK_SECRET: "between us" } },
    Code: { ZipFile: zip({ "webhook.rb": readFileSync(join(example("ruby-webhook"), "webhook.rb")) }) },
  });
  const url = await createUrl("ruby-webhook");
  const body = JSON.stringify({
    ref: "refs/heads/main",
    commits: [{ message: "First\n\nwhy" }, { message: "Second" }],
  });
  const sign = (secret: string) => ({
    "x-github-event": "push",
    "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
  });
  assert.deepEqual(await ask(url, "POST", "/", body, sign("between us")), {
    status: 200,
    body: { message: "2 commits to main: First, Second" },
  });
  assert.equal((await ask(url, "POST", "/", body, sign("guessed"))).status, 401);
  assert.equal((await ask(url, "POST", "/", body)).status, 401);
});

async function create(
  FunctionName: string,
  input: Pick<CreateFunctionCommandInput, "Runtime" | "Handler" | "Code" | "MemorySize" | "Environment">,
): Promise<void> {
  await lambda.send(new CreateFunctionCommand({ FunctionName, Role: labRole, Timeout: 30, MemorySize: 256, ...input }));
  await waitUntilFunctionActiveV2(
    { client: lambda, maxWaitTime: 120, minDelay: 0.05, maxDelay: 0.2 },
    { FunctionName },
  );
}

function withThumbnails(folder: string): Pick<CreateFunctionCommandInput, "Code" | "MemorySize" | "Environment"> {
  const Environment = { Variables: { THUMBNAILS_BUCKET: "thumbnails", THUMBNAIL_PIXELS: "32" } };
  return { Environment, MemorySize: 512, Code: { ZipFile: zipFolder(folder) } };
}

/** Uploads a picture, and waits for what the function makes of it. */
async function makeThumbnail(bucket: string, name: string, expected: string): Promise<Buffer> {
  await s3.send(new CreateBucketCommand({ Bucket: "thumbnails" })).catch(() => undefined);
  await notify(bucket, name, ".png");
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "logo.png", Body: labFiles.picture() }));
  const thumbnail = await waitForObject("thumbnails", expected);
  assert.ok(thumbnail.length > 100 && thumbnail.length < labFiles.picture().length, `${thumbnail.length} bytes`);
  return thumbnail;
}

/** A new bucket whose uploads with that ending invoke the function. */
async function notify(Bucket: string, FunctionName: string, suffix: string): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket }));
  await lambda.send(
    new AddPermissionCommand({
      FunctionName,
      StatementId: "s3",
      Action: "lambda:InvokeFunction",
      Principal: "s3.amazonaws.com",
      SourceArn: `arn:aws:s3:::${Bucket}`,
    }),
  );
  const LambdaFunctionArn = `arn:aws:lambda:us-east-1:000000000000:function:${FunctionName}`;
  const Filter = { Key: { FilterRules: [{ Name: "suffix" as const, Value: suffix }] } };
  const LambdaFunctionConfigurations = [{ LambdaFunctionArn, Events: ["s3:ObjectCreated:*" as const], Filter }];
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration: { LambdaFunctionConfigurations },
    }),
  );
}

function waitForObject(Bucket: string, Key: string): Promise<Buffer> {
  return eventually(async () => {
    const found = await s3.send(new GetObjectCommand({ Bucket, Key })).catch(() => undefined);
    return found?.Body && Buffer.from(await found.Body.transformToByteArray());
  }, `s3://${Bucket}/${Key}`);
}

function toLines(body: Buffer): unknown[] {
  return body
    .toString()
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

async function invoke(FunctionName: string, event: object): Promise<{ payload: unknown; log: string }> {
  const { Payload, LogResult } = await lambda.send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify(event), LogType: "Tail" }),
  );
  return {
    payload: JSON.parse(Buffer.from(Payload ?? []).toString()),
    log: Buffer.from(LogResult ?? "", "base64").toString(),
  };
}

async function createUrl(FunctionName: string): Promise<string> {
  const { FunctionUrl = "" } = await lambda.send(
    new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: "NONE" }),
  );
  await allowUrl(lambda, FunctionName);
  await allowInvoke(lambda, FunctionName);
  return FunctionUrl;
}

/** The URL's host need not resolve here: the server is asked by its address. */
function ask(
  url: string,
  method: string,
  path: string,
  body = "",
  headers: Record<string, string> = {},
): Promise<{ status: number | undefined; body: unknown }> {
  const { port, host } = new URL(url);
  return new Promise((resolve, reject) => {
    const options = {
      host: "127.0.0.1",
      port,
      method,
      path,
      headers: { ...headers, "content-type": "application/json", host },
    };
    const call = request(options, async (answer) => {
      let text = "";
      for await (const chunk of answer) text += chunk;
      resolve({ status: answer.statusCode, body: JSON.parse(text) });
    });
    call.on("error", reject);
    call.end(body);
  });
}
