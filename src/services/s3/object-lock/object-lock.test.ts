import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { openS3Test } from "../../../../test/support/s3.ts";

const b = { Bucket: "locked" } as const;
const k = { ...b, Key: "k" } as const;
const dayMs = 24 * 60 * 60 * 1000;
const locked = { name: "AccessDenied", message: "Access Denied because object protected by object lock." };

async function openLocked(context: TestContext) {
  const harness = await openS3Test(context);
  await harness.call("s3", "CreateBucket", { ...b, ObjectLockEnabledForBucket: true });
  const inDays = (days: number) => new Date(harness.clock.nowMs() + days * dayMs);
  return { ...harness, inDays };
}

test("a bucket made with Object Lock has versions, and keeps them", async (context) => {
  const { call } = await openLocked(context);
  assert.equal((await call("s3", "GetBucketVersioning", b)).Status, "Enabled");
  assert.deepEqual((await call("s3", "GetObjectLockConfiguration", b)).ObjectLockConfiguration, {
    ObjectLockEnabled: "Enabled",
  });
  const suspend = { ...b, VersioningConfiguration: { Status: "Suspended" } } as const;
  await assert.rejects(call("s3", "PutBucketVersioning", suspend), { name: "InvalidBucketState", status: 409 });
});

test("Object Lock can be turned on later, only with versioning, and its form is checked", async (context) => {
  const { call } = await openS3Test(context);
  const pictures = { Bucket: "pictures" };
  const put = (ObjectLockConfiguration: object | undefined) =>
    call("s3", "PutObjectLockConfiguration", { ...pictures, ObjectLockConfiguration });
  const on = { ObjectLockEnabled: "Enabled" };
  await assert.rejects(put(on), { name: "InvalidBucketState" });
  await call("s3", "PutBucketVersioning", { ...pictures, VersioningConfiguration: { Status: "Enabled" } });
  await assert.rejects(put(undefined), { name: "MissingRequestBodyError" });
  const withDefault = (DefaultRetention: object) => put({ ...on, Rule: { DefaultRetention } });
  for (const wrong of [{}, { Mode: "GOVERNANCE" }, { Mode: "GOVERNANCE", Days: 1, Years: 1 }, { Mode: "x", Days: 1 }]) {
    await assert.rejects(withDefault(wrong), { name: "MalformedXML" });
  }
  await assert.rejects(withDefault({ Mode: "GOVERNANCE", Days: 0 }), { name: "InvalidArgument" });
  await withDefault({ Mode: "GOVERNANCE", Years: 1 });
  const { ObjectLockConfiguration: stored } = await call("s3", "GetObjectLockConfiguration", pictures);
  assert.deepEqual(stored?.Rule?.DefaultRetention, { Mode: "GOVERNANCE", Days: undefined, Years: 1 });
});

test("GOVERNANCE holds until its time, and gives way to who may bypass it", async (context) => {
  const { call, clock, inDays } = await openLocked(context);
  const lock = { ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: inDays(2) } as const;
  const { VersionId } = await call("s3", "PutObject", { ...k, Body: "x", ...lock });
  const { ObjectLockMode, ObjectLockRetainUntilDate } = await call("s3", "HeadObject", k);
  assert.deepEqual([ObjectLockMode, ObjectLockRetainUntilDate], ["GOVERNANCE", inDays(2)]);
  await assert.rejects(call("s3", "DeleteObject", { ...k, VersionId }), locked);
  const many = await call("s3", "DeleteObjects", { ...b, Delete: { Objects: [{ Key: "k", VersionId }] } });
  assert.equal(many.Errors?.[0]?.Code, "AccessDenied");
  // A delete marker on top destroys nothing.
  await call("s3", "DeleteObject", k);
  clock.advance(2 * dayMs);
  await call("s3", "DeleteObject", { ...k, VersionId });
  const again = { ...lock, ObjectLockRetainUntilDate: inDays(2) };
  const { VersionId: second } = await call("s3", "PutObject", { ...k, Body: "y", ...again });
  await call("s3", "DeleteObject", { ...k, VersionId: second, BypassGovernanceRetention: true });
});

test("COMPLIANCE gives way to nobody; a retention can only be made longer", async (context) => {
  const { call, inDays } = await openLocked(context);
  const { VersionId } = await call("s3", "PutObject", { ...k, Body: "x" });
  const retain = (Mode: "GOVERNANCE" | "COMPLIANCE", days: number, bypass?: boolean) =>
    call("s3", "PutObjectRetention", {
      ...k,
      Retention: { Mode, RetainUntilDate: inDays(days) },
      ...(bypass !== undefined && { BypassGovernanceRetention: bypass }),
    });
  await assert.rejects(call("s3", "GetObjectRetention", k), { name: "NoSuchObjectLockConfiguration", status: 404 });
  await retain("GOVERNANCE", 3);
  await assert.rejects(retain("GOVERNANCE", 1), locked);
  await retain("GOVERNANCE", 1, true);
  await retain("COMPLIANCE", 5);
  await assert.rejects(retain("COMPLIANCE", 4, true), locked);
  await assert.rejects(retain("GOVERNANCE", 9, true), locked);
  await retain("COMPLIANCE", 6);
  await assert.rejects(call("s3", "DeleteObject", { ...k, VersionId, BypassGovernanceRetention: true }), locked);
  assert.equal((await call("s3", "GetObjectRetention", k)).Retention?.Mode, "COMPLIANCE");
  await assert.rejects(retain("COMPLIANCE", -1), { name: "InvalidArgument" });
});

test("a legal hold holds until it is taken off", async (context) => {
  const { call } = await openLocked(context);
  const { VersionId } = await call("s3", "PutObject", { ...k, Body: "x", ObjectLockLegalHoldStatus: "ON" });
  assert.equal((await call("s3", "GetObjectLegalHold", k)).LegalHold?.Status, "ON");
  await assert.rejects(call("s3", "DeleteObject", { ...k, VersionId, BypassGovernanceRetention: true }), locked);
  await call("s3", "PutObjectLegalHold", { ...k, LegalHold: { Status: "OFF" } });
  await call("s3", "DeleteObject", { ...k, VersionId });
});

test("the default retention is that of new versions, also of those uploaded in parts", async (context) => {
  const { call, inDays } = await openLocked(context);
  await call("s3", "PutObjectLockConfiguration", {
    ...b,
    ObjectLockConfiguration: {
      ObjectLockEnabled: "Enabled",
      Rule: { DefaultRetention: { Mode: "GOVERNANCE", Days: 3 } },
    },
  });
  await call("s3", "PutObject", { ...k, Body: "x" });
  assert.deepEqual((await call("s3", "GetObjectRetention", k)).Retention, {
    Mode: "GOVERNANCE",
    RetainUntilDate: inDays(3),
  });
  const { UploadId = "" } = await call("s3", "CreateMultipartUpload", k);
  const { ETag } = await call("s3", "UploadPart", { ...k, UploadId, PartNumber: 1, Body: "y" as never });
  await call("s3", "CompleteMultipartUpload", {
    ...k,
    UploadId,
    MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
  });
  assert.equal((await call("s3", "HeadObject", k)).ObjectLockMode, "GOVERNANCE");
});

test("a bucket without Object Lock takes no lock", async (context) => {
  const { call, clock } = await openS3Test(context);
  const p = { Bucket: "pictures", Key: "k" };
  const missing = { name: "InvalidRequest", message: "Bucket is missing Object Lock Configuration" };
  const until = new Date(clock.nowMs() + dayMs);
  const lock = { ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: until } as const;
  await assert.rejects(call("s3", "PutObject", { ...p, ...lock }), missing);
  await assert.rejects(call("s3", "PutObject", { ...p, ObjectLockMode: "COMPLIANCE" }), { name: "InvalidArgument" });
  await assert.rejects(call("s3", "GetObjectLegalHold", p), missing);
  await assert.rejects(call("s3", "DeleteObject", { ...p, BypassGovernanceRetention: false }), {
    name: "InvalidArgument",
    message: /only applicable to Object Lock enabled buckets/,
  });
});
