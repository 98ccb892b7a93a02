import assert from "node:assert/strict";
import { test } from "node:test";
import { type Recorded, recordingServices } from "../../../../test/support/recording-services.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import type { AnsweredRequest } from "../../service.ts";
import { readUsage, usageMigrations } from "../../usage/usage.ts";
import { s3 } from "../service.ts";
import type { S3State } from "../state.ts";

const dayMs = 86_400_000;

test("what a bucket holds is counted once a day, by class, former versions too: on the bill and in CloudWatch", async (context) => {
  const calls: Recorded[] = [];
  const { call, table, clock } = await openServiceTest(context, [
    { ...s3, migrations: [...s3.migrations, ...usageMigrations] },
    ...recordingServices({ cloudwatch: ["PutMetricData"] }, calls),
  ]);
  const { storage } = table.host;
  const startMs = clock.nowMs();
  const Bucket = "held";
  await call("s3", "CreateBucket", { Bucket });
  await call("s3", "PutBucketTagging", { Bucket, Tagging: { TagSet: [{ Key: "team", Value: "a" }] } });
  await call("s3", "PutBucketVersioning", { Bucket, VersioningConfiguration: { Status: "Enabled" } });
  for (const bytes of [100, 200, 300])
    await call("s3", "PutObject", { Bucket, Key: "k", Body: Buffer.alloc(bytes) as never });
  await call("s3", "PutObject", { Bucket, Key: "cold", Body: Buffer.alloc(50) as never, StorageClass: "STANDARD_IA" });
  await call("s3", "PutObject", { Bucket, Key: "gone", Body: Buffer.alloc(7) as never });
  await call("s3", "DeleteObject", { Bucket, Key: "gone" });
  // The first look counts nothing: it is from then on.
  clock.advance(10_000);
  await storage.timers.idle();
  await s3.stop?.(table.services.get("s3")?.state as S3State);
  calls.length = 0;
  clock.advance(2 * dayMs);
  await storage.timers.idle();
  await s3.stop?.(table.services.get("s3")?.state as S3State);
  const held = new Map<string, number>();
  for await (const { usageType, quantity, tags } of readUsage(storage, "000000000000", {
    fromMs: startMs - dayMs,
    toMs: startMs + 3 * dayMs,
  })) {
    assert.deepEqual(tags, { team: "a" });
    // In bytes for the two days of a month of 31.
    held.set(usageType, (held.get(usageType) ?? 0) + Math.round(((quantity * 31) / 2) * 2 ** 30));
  }
  assert.deepEqual(Object.fromEntries(held), { "TimedStorage-ByteHrs": 607, "TimedStorage-SIA-ByteHrs": 50 });
  const data = calls.flatMap(({ input }) => input.MetricData);
  const told = data.map(({ MetricName, Dimensions, Value, StatisticValues }) => [
    MetricName,
    Dimensions.find(({ Name }: { Name: string }) => Name === "StorageType").Value,
    Value ?? StatisticValues.Sum,
  ]);
  assert.deepEqual(told.sort(), [
    ["BucketSizeBytes", "StandardIAStorage", 50],
    ["BucketSizeBytes", "StandardStorage", 607],
    ["NumberOfObjects", "AllStorageTypes", 5],
  ]);
});

test("requests are on the bill by their tier, deletions and refusals are not", async (context) => {
  const { call, table, clock } = await openServiceTest(context, [
    { ...s3, migrations: [...s3.migrations, ...usageMigrations] },
  ]);
  await call("s3", "CreateBucket", { Bucket: "used" });
  await call("s3", "PutObject", { Bucket: "used", Key: "k", Body: Buffer.alloc(1) as never });
  const state = table.services.get("s3")?.state as S3State;
  const answered = (operation: string, status = 200, Bucket = "used") =>
    state.metering.request({ operation, status, input: { Bucket } } as unknown as AnsweredRequest);
  for (const operation of ["PutObject", "ListObjectsV2", "CopyObject", "UploadPart"]) answered(operation);
  for (const operation of ["GetObject", "HeadObject", "SelectObjectContent"]) answered(operation);
  answered("DeleteObject");
  answered("GetObject", 403);
  answered("GetObject", 500);
  answered("GetObject", 404);
  answered("GetObject", 200, "unknown");
  await state.metering.stop();
  const used = new Map<string, number>();
  const operations = new Set<string>();
  const range = { fromMs: clock.nowMs() - dayMs, toMs: clock.nowMs() + dayMs };
  for await (const { usageType, operation, quantity } of readUsage(table.host.storage, "000000000000", range)) {
    used.set(usageType, (used.get(usageType) ?? 0) + quantity);
    operations.add(`${operation} ${quantity}`);
  }
  assert.deepEqual(Object.fromEntries(used), { "Requests-Tier1": 4, "Requests-Tier2": 4 });
  assert.deepEqual([...operations].sort(), [
    "CopyObject 1",
    "GetObject 2",
    "HeadObject 1",
    "ListObjectsV2 1",
    "PutObject 1",
    "SelectObjectContent 1",
    "UploadPart 1",
  ]);
});
