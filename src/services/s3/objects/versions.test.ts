import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { pictures as b, openS3Test, textOf } from "../../../../test/support/s3.ts";

const k = { ...b, Key: "k" };

async function openS3(context: TestContext) {
  const harness = await openS3Test(context);
  const { call } = harness;
  const setVersioning = (Status: "Enabled" | "Suspended") =>
    call("s3", "PutBucketVersioning", { ...b, VersioningConfiguration: { Status } });
  const put = async (Body: string) => (await call("s3", "PutObject", { ...k, Body: Body.padEnd(20_000) })).VersionId;
  const read = async (VersionId?: string) => {
    return (await textOf((await call("s3", "GetObject", { ...k, VersionId })).Body)).trimEnd();
  };
  /** `KEY VERSION` from the newest to the oldest; a marker with `-`, the latest with `*`. */
  const versions = async (input: object = {}) => {
    const answer = await call("s3", "ListObjectVersions", { ...b, ...input });
    const all = [
      ...(answer.Versions ?? []).map((version) => ({ ...version, sign: "" })),
      ...(answer.DeleteMarkers ?? []).map((marker) => ({ ...marker, sign: "-" })),
    ];
    return all.map(({ Key, VersionId, IsLatest, sign }) => `${Key} ${sign}${VersionId}${IsLatest ? "*" : ""}`);
  };
  const blobs = async () => (await harness.blobNames()).length;
  return { ...harness, setVersioning, put, read, versions, blobs };
}

test("with versioning every write is kept, and the one before it comes back when the newest is removed", async (context) => {
  const { call, setVersioning, put, read, versions, blobs } = await openS3(context);
  assert.equal(await put("first"), undefined);
  await setVersioning("Enabled");
  assert.equal((await call("s3", "GetBucketVersioning", b)).Status, "Enabled");
  const second = (await put("second")) ?? "";
  const third = (await put("third")) ?? "";
  assert.match(second, /^[0-9A-Za-z]{32}$/);
  assert.deepEqual(await versions(), [`k ${third}*`, `k ${second}`, "k null"]);
  assert.deepEqual([await read(), await read(second), await read("null")], ["third", "second", "first"]);
  assert.equal((await call("s3", "HeadObject", k)).VersionId, third);
  assert.equal((await call("s3", "DeleteObject", { ...k, VersionId: third })).VersionId, third);
  assert.equal(await read(), "second");
  await assert.rejects(read(third), { name: "NoSuchVersion", status: 404, fields: { Key: "k", VersionId: third } });
  assert.deepEqual(await versions(), [`k ${second}*`, "k null"]);
  assert.equal(await blobs(), 2);
  await assert.rejects(call("s3", "DeleteBucket", b), { name: "BucketNotEmpty", message: /all versions/ });
});

test("a delete puts a marker on top, which can be removed again", async (context) => {
  const { call, setVersioning, put, read, versions } = await openS3(context);
  await setVersioning("Enabled");
  const first = (await put("first")) ?? "";
  const { DeleteMarker, VersionId: marker } = await call("s3", "DeleteObject", k);
  assert.equal(DeleteMarker, true);
  await assert.rejects(read(), { name: "NoSuchKey" });
  await assert.rejects(read(marker), { name: "MethodNotAllowed", status: 405 });
  const isMarker = { name: "MethodNotAllowed", fields: { Method: "GET", ResourceType: "DeleteMarker" } };
  await assert.rejects(call("s3", "GetObjectTagging", k), isMarker);
  assert.equal(await read(first), "first");
  assert.equal((await call("s3", "ListObjectsV2", b)).KeyCount, 0);
  assert.deepEqual(await versions(), [`k ${first}`, `k -${marker}*`]);
  const removed = await call("s3", "DeleteObjects", { ...b, Delete: { Objects: [{ Key: "k", VersionId: marker }] } });
  assert.deepEqual(removed.Deleted, [
    { Key: "k", VersionId: marker, DeleteMarker: true, DeleteMarkerVersionId: marker },
  ]);
  assert.equal(await read(), "first");
});

test("suspended versioning keeps one null version", async (context) => {
  const { call, setVersioning, put, read, versions, blobs } = await openS3(context);
  await put("before");
  await setVersioning("Enabled");
  const kept = (await put("kept")) ?? "";
  await setVersioning("Suspended");
  assert.equal(await put("null one"), undefined);
  await put("null two");
  assert.deepEqual(await versions(), ["k null*", `k ${kept}`]);
  assert.deepEqual([await read(), await read(kept), await read("null")], ["null two", "kept", "null two"]);
  assert.equal(await blobs(), 2);
  assert.equal((await call("s3", "DeleteObject", k)).VersionId, "null");
  assert.deepEqual(await versions(), [`k ${kept}`, "k -null*"]);
  assert.equal(await blobs(), 1);
});

test("versions are listed in pages of every size", async (context) => {
  const { call, setVersioning, versions } = await openS3(context);
  await setVersioning("Enabled");
  for (const Key of ["a", "b/1", "b/1", "b/2", "c", "c", "c"]) await call("s3", "PutObject", { ...b, Key });
  const all = await versions();
  assert.equal(all.length, 7);
  for (const MaxKeys of [1, 2, 3]) {
    const listed: string[] = [];
    let markers: { KeyMarker?: string; VersionIdMarker?: string } = {};
    for (;;) {
      listed.push(...(await versions({ MaxKeys, ...markers })));
      const page = await call("s3", "ListObjectVersions", { ...b, MaxKeys, ...markers } as never);
      if (!page.IsTruncated) break;
      markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    }
    assert.deepEqual(listed, all);
  }
  const folders = await call("s3", "ListObjectVersions", { ...b, Delimiter: "/" });
  assert.deepEqual(folders.CommonPrefixes, [{ Prefix: "b/" }]);
  assert.equal(folders.Versions?.length, 4);
  await assert.rejects(versions({ VersionIdMarker: "x" }), {
    name: "InvalidArgument",
    fields: { ArgumentName: "version-id-marker", ArgumentValue: "x" },
  });
});

test("a list goes on behind a version that was deleted meanwhile", async (context) => {
  const { call, clock } = await openS3Test(context);
  await call("s3", "PutBucketVersioning", { ...b, VersioningConfiguration: { Status: "Enabled" } });
  for (let count = 0; count < 5; count++) {
    await call("s3", "PutObject", { ...b, Key: "k" });
    clock.advance(1);
  }
  const list = (input: object = {}) => call("s3", "ListObjectVersions", { ...b, ...input });
  const first = await list({ MaxKeys: 3 });
  for (const { VersionId } of first.Versions ?? []) await call("s3", "DeleteObject", { ...b, Key: "k", VersionId });
  const next = { KeyMarker: first.NextKeyMarker, VersionIdMarker: first.NextVersionIdMarker };
  const rest = await list(next);
  assert.deepEqual(rest.Versions, (await list()).Versions);
  assert.equal(rest.Versions?.length, 2);
  for (const { VersionId } of rest.Versions ?? []) await call("s3", "DeleteObject", { ...b, Key: "k", VersionId });
  assert.deepEqual((await list(next)).Versions, []);
});

test("versions are copied, tagged and completed like objects", async (context) => {
  const { call, setVersioning, put } = await openS3(context);
  await setVersioning("Enabled");
  const first = (await put("first")) ?? "";
  await put("second");
  const copy = await call("s3", "CopyObject", { ...b, Key: "copy", CopySource: `pictures/k?versionId=${first}` });
  assert.equal(copy.CopySourceVersionId, first);
  assert.ok(copy.VersionId);
  const tags = { Tagging: { TagSet: [{ Key: "a", Value: "1" }] } };
  assert.equal((await call("s3", "PutObjectTagging", { ...k, VersionId: first, ...tags })).VersionId, first);
  assert.deepEqual((await call("s3", "GetObjectTagging", k)).TagSet, []);
  assert.equal((await call("s3", "GetObjectTagging", { ...k, VersionId: first })).TagSet?.length, 1);
  const { UploadId = "" } = await call("s3", "CreateMultipartUpload", k);
  const { ETag } = await call("s3", "UploadPart", { ...k, UploadId, PartNumber: 1, Body: "x" });
  const done = await call("s3", "CompleteMultipartUpload", {
    ...k,
    UploadId,
    MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
  });
  assert.ok(done.VersionId);
});

test("versioning is turned on and suspended, never off; MFA delete is refused", async (context) => {
  const { call, setVersioning } = await openS3(context);
  await setVersioning("Suspended");
  assert.equal((await call("s3", "GetBucketVersioning", b)).Status, "Suspended");
  const put = (VersioningConfiguration: object) => call("s3", "PutBucketVersioning", { ...b, VersioningConfiguration });
  await assert.rejects(put({}), { name: "IllegalVersioningConfigurationException" });
  await assert.rejects(put({ Status: "Enabled", MFADelete: "Enabled" }), { name: "NotImplemented", message: /MFA/ });
});

test("an id that can be no version's is told from one of a version that is gone", async (context) => {
  const { call, setVersioning } = await openS3(context);
  await setVersioning("Enabled");
  const k = { ...b, Key: "k" };
  const { VersionId: gone } = await call("s3", "PutObject", { ...k, Body: "x" as never });
  await call("s3", "DeleteObject", { ...k, VersionId: gone });
  await assert.rejects(call("s3", "GetObject", { ...k, VersionId: gone }), { name: "NoSuchVersion" });
  await call("s3", "DeleteObject", { ...k, VersionId: gone });
  const wrong = { name: "InvalidArgument", message: "Invalid version id specified" };
  await assert.rejects(call("s3", "GetObject", { ...k, VersionId: "wrong" }), wrong);
  await assert.rejects(call("s3", "DeleteObject", { ...k, VersionId: "wrong" }), wrong);
  const { Errors } = await call("s3", "DeleteObjects", {
    ...b,
    Delete: { Objects: [{ Key: "k", VersionId: "wrong" }] },
  });
  assert.equal(Errors?.[0]?.Code, "NoSuchVersion");
});
