import assert from "node:assert/strict";
import { test } from "node:test";
import { pictures as b, openS3Test, textOf } from "../../../../test/support/s3.ts";
import { createAccessControl } from "../../iam/access/access-control.ts";
import { rootPrincipal } from "../../principal.ts";
import type { AnsweredRequest, ServiceHost } from "../../service.ts";
import { bucketStore } from "../buckets/bucket-store.ts";
import { createS3State, type S3State } from "../state.ts";
import { toLogOperation } from "./log-line.ts";

const logs = { Bucket: "log-target" } as const;
const settings = { TargetBucket: "log-target", TargetPrefix: "in/" };
const deliveryPolicy = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::log-target/in/*",
      Condition: {
        StringEquals: { "aws:SourceAccount": "000000000000" },
        ArnLike: { "aws:SourceArn": "arn:aws:s3:::pictures" },
      },
    },
  ],
};

const request: AnsweredRequest = {
  operation: "GetObject",
  input: { Bucket: "pictures", Key: "a b" },
  principal: rootPrincipal("000000000000"),
  requestId: "REQUEST",
  method: "GET",
  uri: "/pictures/a%20b",
  headers: { host: "localhost:4566", "user-agent": "test", authorization: "AWS4-HMAC-SHA256 …" },
  sourceIp: "127.0.0.1",
  status: 200,
  errorCode: undefined,
  bytesSent: 12,
  totalMs: 3,
};

test("lines are gathered for a minute and put into the target, as far as its policy allows", async (context) => {
  const { call, clock, table } = await openS3Test(context, [], { auth: "enforce", access: createAccessControl });
  const state = table.services.get("s3")?.state as S3State;
  const { accessLogs } = state;
  await call("s3", "CreateBucket", logs);
  await call("s3", "PutBucketLogging", { ...b, BucketLoggingStatus: { LoggingEnabled: settings } });
  assert.deepEqual((await call("s3", "GetBucketLogging", b)).LoggingEnabled, settings);
  const delivered = async () => {
    // The first request to a bucket looks it up.
    await accessLogs.idle();
    clock.advance(60_000);
    await accessLogs.idle();
    return (await call("s3", "ListObjectsV2", logs)).Contents ?? [];
  };
  accessLogs.record(request);
  assert.deepEqual(await delivered(), []);
  await call("s3", "PutBucketPolicy", { ...logs, Policy: JSON.stringify(deliveryPolicy) });
  accessLogs.record(request);
  accessLogs.record({ ...request, status: 404, errorCode: "NoSuchKey" });
  accessLogs.record({ ...request, input: { Bucket: "another" } });
  const [object, ...others] = await delivered();
  assert.equal(others.length, 0);
  assert.match(object?.Key ?? "", /^in\/2026-01-01-00-02-00-[0-9A-F]{16}$/);
  const lines = (await textOf((await call("s3", "GetObject", { ...logs, Key: object?.Key ?? "" })).Body)).split("\n");
  assert.equal(lines.length, 3);
  assert.match(
    lines[0] ?? "",
    /^[0-9a-f]{64} pictures \[01\/Jan\/2026:00:01:00 \+0000\] 127\.0\.0\.1 [0-9a-f]{64} REQUEST REST\.GET\.OBJECT a\+b "GET \/pictures\/a%20b HTTP\/1\.1" 200 - 12 - 3 - "-" "test" - \S{76} SigV4 - AuthHeader localhost:4566 - - -$/,
  );
  assert.match(lines[1] ?? "", / 404 NoSuchKey /);
  await call("s3", "PutBucketLogging", { ...b, BucketLoggingStatus: {} });
  assert.deepEqual(await call("s3", "GetBucketLogging", b), {});
  accessLogs.record(request);
  assert.equal((await delivered()).length, 1);
});

test("a log that another server has turned on is written here, too, and one that it has turned off is not", async (context) => {
  const { call, clock, table } = await openS3Test(context);
  const [{ accessLogs }, other] = [0, 1].map(() => createS3State(table.host)) as [S3State, S3State];
  await call("s3", "CreateBucket", logs);
  const bucket = await other.buckets.find("pictures");
  assert.ok(bucket);
  const turn = (value: string | undefined) =>
    other.buckets.write(bucket, (tx) => bucketStore.putSetting(tx, "logging", value));
  const delivered = async (count: number) => {
    for (let line = 0; line < count; line++) accessLogs.record(request);
    await accessLogs.idle();
    clock.advance(60_000);
    await accessLogs.idle();
    return (await call("s3", "ListObjectsV2", logs)).KeyCount;
  };
  assert.equal(await delivered(2), 0);
  await turn(JSON.stringify(settings));
  assert.equal(await delivered(2), 1);
  await turn(undefined);
  assert.equal(await delivered(2), 1);
});

test("while the target cannot be written no more is kept than a number of objects, and the rest is given up", async (context) => {
  const { call, table } = await openS3Test(context);
  await call("s3", "CreateBucket", logs);
  await call("s3", "PutBucketLogging", { ...b, BucketLoggingStatus: { LoggingEnabled: settings } });
  let puts = 0;
  const never = new Promise<never>(() => {});
  const put = () => {
    puts++;
    return never;
  };
  const stuck = { ...table.host, call: put } as unknown as ServiceHost;
  const { accessLogs } = createS3State(stuck);
  accessLogs.record(request);
  await accessLogs.idle();
  for (let line = 0; line < 80; line++) accessLogs.record({ ...request, uri: "x".repeat(1024 * 1024) });
  assert.equal(puts, 64);
});

test("the target must be there, and the owner's, and in the same region", async (context) => {
  const { call, table } = await openS3Test(context);
  const put = (TargetBucket: string) =>
    call("s3", "PutBucketLogging", {
      ...b,
      BucketLoggingStatus: { LoggingEnabled: { TargetBucket, TargetPrefix: "" } },
    });
  await assert.rejects(put("nowhere"), { name: "InvalidTargetBucketForLogging", status: 400 });
  const stranger = { account: "111111111111", region: "us-east-1", principal: rootPrincipal("111111111111") };
  await table.call("s3", "CreateBucket", { Bucket: "others" }, stranger);
  await assert.rejects(put("others"), { name: "InvalidTargetBucketForLogging" });
  const ireland = { Bucket: "ireland", CreateBucketConfiguration: { LocationConstraint: "eu-west-1" as const } };
  await call("s3", "CreateBucket", ireland);
  await assert.rejects(put("ireland"), { name: "CrossLocationLoggingProhibitted", status: 403 });
});

test("operations have the log's names", () => {
  assert.equal(toLogOperation("PUT", "PutObject", true), "REST.PUT.OBJECT");
  assert.equal(toLogOperation("GET", "ListObjectsV2", false), "REST.GET.BUCKET");
  assert.equal(toLogOperation("GET", "GetBucketVersioning", false), "REST.GET.VERSIONING");
  assert.equal(toLogOperation("PUT", "PutBucketLifecycleConfiguration", false), "REST.PUT.LIFECYCLE");
  assert.equal(toLogOperation("PUT", "PutObjectAcl", true), "REST.PUT.ACL");
  assert.equal(toLogOperation("DELETE", "DeleteBucket", false), "REST.DELETE.BUCKET");
  assert.equal(toLogOperation("PUT", "CopyObject", true), "REST.PUT.OBJECT");
});

test("a target's grants are on each log, where the target has ACLs", async (context) => {
  const { call, clock, table } = await openS3Test(context, [], { auth: "enforce", access: createAccessControl });
  const state = table.services.get("s3")?.state as S3State;
  const { accessLogs } = state;
  await call("s3", "CreateBucket", logs);
  const group = (Permission: "READ" | "READ_ACP" | "WRITE") => ({
    Grantee: { Type: "Group" as const, URI: "http://acs.amazonaws.com/groups/s3/LogDelivery" },
    Permission: Permission as never,
  });
  const LoggingEnabled = { ...settings, TargetGrants: [group("WRITE"), group("READ"), group("READ_ACP")] };
  const put = () => call("s3", "PutBucketLogging", { ...b, BucketLoggingStatus: { LoggingEnabled } });
  await assert.rejects(put(), { name: "InvalidTargetBucketForLogging" });
  await call("s3", "DeleteBucketOwnershipControls", logs);
  await call("s3", "PutBucketPolicy", { ...logs, Policy: JSON.stringify(deliveryPolicy) });
  await put();
  assert.deepEqual((await call("s3", "GetBucketLogging", b)).LoggingEnabled, LoggingEnabled);
  accessLogs.record(request);
  await accessLogs.idle();
  clock.advance(60_000);
  await accessLogs.idle();
  const [log] = (await call("s3", "ListObjectsV2", logs)).Contents ?? [];
  const { Grants } = await call("s3", "GetObjectAcl", { ...logs, Key: log?.Key ?? "" });
  assert.deepEqual(Grants?.map(({ Grantee, Permission }) => `${Grantee?.Type} ${Permission}`).sort(), [
    "CanonicalUser FULL_CONTROL",
    "Group READ",
    "Group READ_ACP",
  ]);
});
