import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateFunctionCommand, LambdaClient, waitUntilFunctionActiveV2 } from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { eventually } from "../support/eventually.ts";
import { labRole } from "../support/lab.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { zip } from "../support/zip.ts";

/** What runs each night: the night comes when the clock is advanced, as `squall clock advance 24h` does it. */
let squall: TestSquall;
let lambda: LambdaClient;
let s3: S3Client;
let RoleArn: string;
before(async () => {
  squall = await startSquall();
  lambda = squall.client(LambdaClient);
  s3 = squall.client(S3Client, { forcePathStyle: true });
  RoleArn = await createRole();
});
after(() => squall.close());

test("a nightly report of the day's orders, and a nightly backup of a database file, by schedules", async () => {
  await s3.send(new CreateBucketCommand({ Bucket: "shop" }));
  for (const [id, order] of Object.entries({
    "1": { items: { tea: 2 }, total: "7.00" },
    "2": { items: { tea: 1, coffee: 1 }, total: "5.70" },
  }))
    await put(`orders/${id}.json`, JSON.stringify({ id, ...order }));
  await put("shop.db", makeDatabase());
  const report = await createFunction("report", { ORDERS_BUCKET: "shop" });
  const backup = await createFunction("backup", { DATABASE_BUCKET: "shop", DATABASE_KEY: "shop.db" });
  await schedule("report", report, "cron(0 2 * * ? *)", { time: "<aws.scheduler.scheduled-time>", days: 1 });
  await schedule("backup", backup, "cron(30 2 * * ? *)", { time: "<aws.scheduler.scheduled-time>" });
  assert.deepEqual([await keysOf("reports/"), await keysOf("backups/")], [[], []]);

  await advance(24);
  const [reported = ""] = await untilThere("reports/", 1);
  assert.match(reported, /^reports\/\d{4}-\d{2}-\d{2}\.csv$/);
  assert.equal((await get(reported)).toString(), "item,count\r\ncoffee,1\r\ntea,3\r\ntotal,12.70\r\n");
  const [first = ""] = await untilThere("backups/", 1);
  const dump = gunzipSync(await get(first)).toString();
  assert.match(dump, /INSERT INTO "customers" VALUES\(1,'Ada'\);/);

  // Nine nights more: each comes once, and the last seven backups are kept.
  for (let night = 2; night <= 10; night++) {
    await advance(24);
    await untilThere("reports/", night);
    await eventually(async () => {
      const kept = await keysOf("backups/");
      return kept.length === Math.min(night, 7) && (night <= 7 || !kept.includes(first)) ? kept : undefined;
    }, `the backup of night ${night}`);
  }
  assert.equal((await keysOf("reports/")).length, 10);
});

/** A database of SQLite with a row in it, as the file that it is. */
function makeDatabase(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "squall-database-"));
  try {
    const path = join(folder, "shop.db");
    const database = new DatabaseSync(path);
    database.exec(
      "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO customers VALUES (1, 'Ada')",
    );
    database.close();
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function createRole(): Promise<string> {
  const iam = squall.client(IAMClient);
  const policy = (statement: object) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
  const trust = policy({ Principal: { Service: "scheduler.amazonaws.com" }, Action: "sts:AssumeRole" });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: "nights", AssumeRolePolicyDocument: trust }));
  const PolicyDocument = policy({ Action: "lambda:InvokeFunction", Resource: "*" });
  await iam.send(new PutRolePolicyCommand({ RoleName: "nights", PolicyName: "invoke", PolicyDocument }));
  iam.destroy();
  return Role?.Arn ?? "";
}

/** A function of `examples/nightly`; gives its ARN. */
async function createFunction(name: string, Variables: Record<string, string>): Promise<string> {
  const path = fileURLToPath(new URL(`../../examples/nightly/${name}.py`, import.meta.url));
  const { FunctionArn = "" } = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Role: labRole,
      Runtime: "python3.11",
      Handler: `${name}.handler`,
      Timeout: 30,
      MemorySize: 256,
      Code: { ZipFile: zip({ [`${name}.py`]: readFileSync(path) }) },
      Environment: { Variables },
    }),
  );
  const waiting = { client: lambda, maxWaitTime: 120, minDelay: 0.05, maxDelay: 0.2 };
  await waitUntilFunctionActiveV2(waiting, { FunctionName: name });
  return FunctionArn;
}

async function schedule(Name: string, Arn: string, ScheduleExpression: string, input: object): Promise<void> {
  await squall.client(SchedulerClient).send(
    new CreateScheduleCommand({
      Name,
      ScheduleExpression,
      ScheduleExpressionTimezone: "Europe/Berlin",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: { Arn, RoleArn, Input: JSON.stringify(input) },
    }),
  );
}

async function advance(hours: number): Promise<void> {
  const body = JSON.stringify({ advanceMilliseconds: hours * 3_600_000 });
  const { status } = await fetch(`${squall.endpoint}/_squall/clock`, { method: "POST", body });
  assert.equal(status, 200);
}

async function put(Key: string, Body: string | Buffer): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket: "shop", Key, Body }));
}

async function get(Key: string): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: "shop", Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

async function keysOf(Prefix: string): Promise<string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: "shop", Prefix }));
  return Contents.map(({ Key = "" }) => Key);
}

function untilThere(prefix: string, count: number): Promise<string[]> {
  return eventually(async () => {
    const keys = await keysOf(prefix);
    return keys.length >= count ? keys : undefined;
  }, `${count} of ${prefix}`);
}
