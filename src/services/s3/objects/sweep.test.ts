import assert from "node:assert/strict";
import { test } from "node:test";
import { pictures as b, bytesOf, openS3Test } from "../../../../test/support/s3.ts";
import { UnreachableStorageError } from "../../../storage/unreachable-storage-error.ts";
import { bucketsKind } from "../buckets/bucket.ts";
import { bucketStore } from "../buckets/bucket-store.ts";
import { sweepBuckets } from "../buckets/sweep-buckets.ts";
import type { S3State } from "../state.ts";
import { namedBlobs } from "./named-blobs.ts";

test("every blob that a row names is named to the sweeper, whatever the row is", async (context) => {
  const { call, table, blobNames } = await openS3Test(context);
  await call("s3", "PutBucketVersioning", { ...b, VersioningConfiguration: { Status: "Enabled" } });
  // More rows than one page, with bodies too large for them.
  const large = "x".repeat(17_000);
  await Promise.all(
    Array.from({ length: 1_050 }, (_, index) => call("s3", "PutObject", { ...b, Key: `k${index % 7}`, Body: large })),
  );
  const { UploadId = "" } = await call("s3", "CreateMultipartUpload", { ...b, Key: "big" });
  await call("s3", "UploadPart", { ...b, Key: "big", UploadId, PartNumber: 1, Body: "x" });
  await call("s3", "CreateBucket", { Bucket: "another" });
  await call("s3", "PutObject", { Bucket: "another", Key: "k", Body: large });
  const named: string[] = [];
  for await (const name of namedBlobs(table.host)) named.push(name);
  assert.equal(named.length, 1_052);
  assert.deepEqual(new Set(named), new Set(await blobNames()));
});

test("a bucket that a crash kept from its name is swept, a living one is not", async (context) => {
  const { call, clock, table } = await openS3Test(context);
  const { storage } = table.host;
  const lost = { account: "000000000000", region: "us-east-1", kind: bucketsKind, name: "pictures/0000" };
  await storage.partition(lost).write((tx) => bucketStore.put(tx, { createdMs: clock.nowMs() }));
  await sweepBuckets(table.host);
  assert.equal((await storage.listPartitions(bucketsKind, { limit: 10 })).length, 2);
  clock.advance(2 * 60 * 60 * 1000);
  await sweepBuckets(table.host);
  assert.equal((await storage.listPartitions(bucketsKind, { limit: 10 })).length, 1);
  await call("s3", "PutObject", { ...b, Key: "k", Body: "x" });
});

test("bytes of a write that nobody knows the end of stay, those of one that has failed go", async (context) => {
  const { call, table, blobNames } = await openS3Test(context);
  const state = table.services.get("s3")?.state as S3State;
  const { buckets } = state;
  const write = buckets.write.bind(buckets);
  const failAfter =
    (error: Error): typeof write =>
    async (bucket, work) => {
      await write(bucket, work);
      throw error;
    };
  const large = (text: string) => text.repeat(20_000);
  const { UploadId = "" } = await call("s3", "CreateMultipartUpload", { ...b, Key: "parts" });
  buckets.write = failAfter(new UnreachableStorageError());
  await assert.rejects(call("s3", "PutObject", { ...b, Key: "k", Body: large("a") }), { name: "ServiceUnavailable" });
  await assert.rejects(call("s3", "UploadPart", { ...b, Key: "parts", UploadId, PartNumber: 1, Body: large("b") }));
  buckets.write = write;
  assert.equal((await blobNames()).length, 2);
  assert.equal((await bytesOf((await call("s3", "GetObject", { ...b, Key: "k" })).Body)).toString(), large("a"));
  buckets.write = () => Promise.reject(new Error("of ours"));
  await assert.rejects(call("s3", "PutObject", { ...b, Key: "k", Body: large("c") }));
  buckets.write = write;
  assert.equal((await blobNames()).length, 2);
});
