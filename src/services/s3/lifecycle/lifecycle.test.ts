import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { pictures as b, openS3Test, type S3Test } from "../../../../test/support/s3.ts";
import { findTimer } from "../../../storage/timer-statements.ts";
import { startTimers } from "../../timers/start-timers.ts";
import { bucketPartitions } from "../buckets/bucket-partitions.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** S3 with a wait for what its lifecycles do. */
async function openWithLifecycles(context: TestContext) {
  const harness = await openS3Test(context);
  const passDays = async (days: number) => {
    harness.clock.advance(days * dayMs);
    await harness.table.host.storage.timers.idle();
  };
  const put = (...rules: object[]) =>
    harness.call("s3", "PutBucketLifecycleConfiguration", {
      ...b,
      LifecycleConfiguration: { Rules: rules.map((rule) => ({ Status: "Enabled", Filter: {}, ...rule })) as never },
    });
  return { ...harness, passDays, put };
}

const keysOf = async ({ call }: Pick<S3Test, "call">) =>
  ((await call("s3", "ListObjectsV2", b)).Contents ?? []).map(({ Key }) => Key);

test("objects expire at the midnight after their days, if the rule's filter is about them", async (context) => {
  const harness = await openWithLifecycles(context);
  const { call, clock, passDays, put, blobNames } = harness;
  await put(
    { ID: "logs", Filter: { Prefix: "logs/" }, Expiration: { Days: 2 } },
    {
      Filter: {
        And: {
          Prefix: "",
          Tags: [
            { Key: "temporary", Value: "yes" },
            { Key: "a", Value: "b" },
          ],
        },
      },
      Expiration: { Days: 1 },
    },
    { Status: "Disabled", Expiration: { Days: 1 } },
  );
  clock.advance(10 * 60 * 60 * 1000);
  const big = Buffer.alloc(20_000);
  const { Expiration } = await call("s3", "PutObject", { ...b, Key: "logs/1", Body: big as never });
  assert.equal(Expiration, 'expiry-date="Sun, 04 Jan 2026 00:00:00 GMT", rule-id="logs"');
  await call("s3", "PutObject", { ...b, Key: "kept", Body: "x" as never });
  await call("s3", "PutObject", { ...b, Key: "tagged", Body: "x" as never, Tagging: "temporary=yes&a=b" });
  await call("s3", "PutObject", { ...b, Key: "tagged-otherwise", Body: "x" as never, Tagging: "temporary=no&a=b" });
  assert.equal((await call("s3", "HeadObject", { ...b, Key: "logs/1" })).Expiration, Expiration);
  await passDays(1);
  assert.deepEqual(await keysOf(harness), ["kept", "logs/1", "tagged", "tagged-otherwise"]);
  await passDays(1);
  assert.deepEqual(await keysOf(harness), ["kept", "logs/1", "tagged-otherwise"]);
  await passDays(1);
  assert.deepEqual(await keysOf(harness), ["kept", "tagged-otherwise"]);
  assert.deepEqual(await blobNames(), []);
});

test("with versions, expiring puts a marker; former versions go by their own rule, and a lone marker at last", async (context) => {
  const harness = await openWithLifecycles(context);
  const { call, passDays, put } = harness;
  await call("s3", "PutBucketVersioning", { ...b, VersioningConfiguration: { Status: "Enabled" } });
  await put({
    Expiration: { Days: 1 },
    NoncurrentVersionExpiration: { NoncurrentDays: 5, NewerNoncurrentVersions: 1 },
  });
  for (const text of ["one", "two", "three"]) await call("s3", "PutObject", { ...b, Key: "k", Body: text as never });
  const versions = async () => {
    const listed = await call("s3", "ListObjectVersions", b);
    return [listed.Versions?.length ?? 0, listed.DeleteMarkers?.length ?? 0];
  };
  await passDays(2);
  assert.deepEqual(await versions(), [3, 1]);
  await passDays(6);
  // The newest former version is kept, however old.
  assert.deepEqual(await versions(), [1, 1]);
  await put(
    { NoncurrentVersionExpiration: { NoncurrentDays: 1 } },
    { Expiration: { ExpiredObjectDeleteMarker: true } },
  );
  await passDays(1);
  assert.deepEqual(await versions(), [0, 1]);
  await passDays(1);
  assert.deepEqual(await versions(), [0, 0]);
});

test("a lifecycle removes no version that Object Lock holds", async (context) => {
  const harness = await openWithLifecycles(context);
  const { call, passDays, put } = harness;
  await call("s3", "PutBucketVersioning", { ...b, VersioningConfiguration: { Status: "Enabled" } });
  await call("s3", "PutObjectLockConfiguration", { ...b, ObjectLockConfiguration: { ObjectLockEnabled: "Enabled" } });
  await put({ NoncurrentVersionExpiration: { NoncurrentDays: 1 } });
  await call("s3", "PutObject", { ...b, Key: "k", Body: "1" as never, ObjectLockLegalHoldStatus: "ON" });
  await call("s3", "PutObject", { ...b, Key: "k", Body: "2" as never });
  await passDays(9);
  assert.equal((await call("s3", "ListObjectVersions", b)).Versions?.length, 2);
});

test("objects move down the storage classes; small ones stay", async (context) => {
  const { call, passDays, put } = await openWithLifecycles(context);
  await put({
    Transitions: [
      { Days: 30, StorageClass: "STANDARD_IA" },
      { Days: 60, StorageClass: "GLACIER" },
    ],
  });
  await call("s3", "PutObject", { ...b, Key: "large", Body: Buffer.alloc(128 * 1024) as never });
  await call("s3", "PutObject", { ...b, Key: "small", Body: "x" as never });
  const classOf = async (Key: string) => (await call("s3", "HeadObject", { ...b, Key })).StorageClass;
  await passDays(31);
  assert.equal(await classOf("large"), "STANDARD_IA");
  await passDays(31);
  assert.equal(await classOf("large"), "GLACIER");
  assert.equal(await classOf("small"), undefined);
  await assert.rejects(call("s3", "GetObject", { ...b, Key: "large" }), { name: "InvalidObjectState" });
});

test("unfinished uploads are given up", async (context) => {
  const { call, passDays, put, blobNames } = await openWithLifecycles(context);
  await put({ Filter: { Prefix: "in/" }, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } });
  const { UploadId = "" } = await call("s3", "CreateMultipartUpload", { ...b, Key: "in/1" });
  await call("s3", "UploadPart", { ...b, Key: "in/1", UploadId, PartNumber: 1, Body: "x" as never });
  await call("s3", "CreateMultipartUpload", { ...b, Key: "out/1" });
  await passDays(2);
  const { Uploads = [] } = await call("s3", "ListMultipartUploads", b);
  assert.deepEqual(
    Uploads.map(({ Key }) => Key),
    ["out/1"],
  );
  assert.deepEqual(await blobNames(), []);
});

test("rules are checked, kept and given back", async (context) => {
  const { call, put } = await openWithLifecycles(context);
  const wrong: readonly (readonly [object, string])[] = [
    [{ Expiration: { Days: 1 }, Filter: undefined }, "MalformedXML"],
    [{ Expiration: { Days: 1 }, Prefix: "x" }, "MalformedXML"],
    [{ Expiration: { Days: 1 }, Status: "On" }, "MalformedXML"],
    [{ Expiration: { Days: 0 } }, "InvalidArgument"],
    [{ Expiration: { Date: new Date("2026-01-01T01:00:00Z") } }, "InvalidArgument"],
    [{ Expiration: { Days: 1, ExpiredObjectDeleteMarker: true } }, "MalformedXML"],
    [{ Expiration: { Days: 1 }, Filter: { Prefix: "a", Tag: { Key: "a", Value: "b" } } }, "MalformedXML"],
    [{ Transitions: [{ Days: 5, StorageClass: "STANDARD_IA" }] }, "InvalidArgument"],
    [{ Transitions: [{ Days: 5, StorageClass: "STANDARD" }] }, "MalformedXML"],
    [{ NoncurrentVersionExpiration: {} }, "MalformedXML"],
    [{}, "InvalidRequest"],
  ];
  for (const [rule, name] of wrong) await assert.rejects(put(rule), { name }, JSON.stringify(rule));
  const one = { ID: "a", Expiration: { Days: 1 } };
  await assert.rejects(put(one, one), { name: "InvalidArgument" });
  const date = new Date("2026-05-01T00:00:00Z");
  await put({ Expiration: { Date: date } });
  const { Rules, TransitionDefaultMinimumObjectSize } = await call("s3", "GetBucketLifecycleConfiguration", b);
  assert.deepEqual(Rules?.[0]?.Expiration, { Date: date });
  assert.match(Rules?.[0]?.ID ?? "", /^\w{48}$/);
  assert.equal(TransitionDefaultMinimumObjectSize, "all_storage_classes_128K");
  await call("s3", "DeleteBucketLifecycle", b);
  await assert.rejects(call("s3", "GetBucketLifecycleConfiguration", b), { name: "NoSuchLifecycleConfiguration" });
});

test("rules are applied at midnight only while there are some; a midnight that was missed is made up for after the start", async (context) => {
  const harness = await openWithLifecycles(context);
  const { call, clock, passDays, put, table } = harness;
  const { storage } = table.host;
  const { value: key } = await bucketPartitions(storage).next();
  const dueMs = () => storage.partition(key).read((tx) => findTimer(tx, "s3.lifecycle", ""));
  assert.equal(await dueMs(), undefined);
  await put({ Expiration: { Days: 1 } });
  assert.equal(await dueMs(), Date.UTC(2026, 0, 2));
  await call("s3", "PutObject", { ...b, Key: "k", Body: "x" as never });
  await storage.timers.stop();
  clock.advance(3 * dayMs);
  await startTimers(table);
  await storage.timers.idle();
  assert.deepEqual(await keysOf(harness), ["k"], "first the requests that waited");
  clock.advance(10_000);
  await storage.timers.idle();
  assert.deepEqual(await keysOf(harness), []);
  assert.equal(await dueMs(), Date.UTC(2026, 0, 5));
  // As a version without timers left it.
  await storage.partition(key).write((tx) => tx.cancelTimer("s3.lifecycle", ""));
  await passDays(1);
  await passDays(1);
  assert.ok(await dueMs());
  await call("s3", "DeleteBucketLifecycle", b);
  assert.equal(await dueMs(), undefined);
});
