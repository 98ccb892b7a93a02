import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { pictures as b, openS3Test, textOf } from "../../../../test/support/s3.ts";

const k = { ...b, Key: "folder/a picture.png" };
const md5 = (content: string) => createHash("md5").update(content).digest("hex");

test("CopyObject takes bytes, metadata and tags, or new ones", async (context) => {
  const { call } = await openS3Test(context);
  const source = "pictures/folder/a%20picture.png";
  await call("s3", "PutObject", {
    ...k,
    Body: "hello",
    ContentType: "image/png",
    Metadata: { a: "1" },
    Tagging: "t=1",
  });
  const copy = { ...b, Key: "copy", CopySource: source };
  const { CopyObjectResult } = await call("s3", "CopyObject", copy);
  assert.equal(CopyObjectResult?.ETag, `"${md5("hello")}"`);
  const copied = await call("s3", "GetObject", { ...b, Key: "copy" });
  assert.equal(await textOf(copied.Body), "hello");
  assert.deepEqual([copied.ContentType, copied.Metadata, copied.TagCount], ["image/png", { a: "1" }, 1]);
  await call("s3", "CopyObject", {
    ...copy,
    MetadataDirective: "REPLACE",
    TaggingDirective: "REPLACE",
    ContentType: "text/plain",
    StorageClass: "ONEZONE_IA",
    ChecksumAlgorithm: "SHA256",
  });
  const replaced = await call("s3", "HeadObject", { ...b, Key: "copy", ChecksumMode: "ENABLED" });
  assert.deepEqual(
    [replaced.ContentType, replaced.Metadata, replaced.TagCount, replaced.StorageClass, replaced.ChecksumSHA256],
    ["text/plain", undefined, undefined, "ONEZONE_IA", "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="],
  );
  // The source may go: the copy has bytes of its own.
  await call("s3", "DeleteObject", k);
  assert.equal(await textOf((await call("s3", "GetObject", { ...b, Key: "copy" })).Body), "hello");
});

test("a copy may come from a bucket of another region", async (context) => {
  const { call, table, asRoot } = await openS3Test(context);
  const inIreland = { ...asRoot, region: "eu-west-1" };
  const irish = { Bucket: "irish" };
  const CreateBucketConfiguration = { LocationConstraint: "eu-west-1" as const };
  await table.call("s3", "CreateBucket", { ...irish, CreateBucketConfiguration }, inIreland);
  await table.call("s3", "PutObject", { ...irish, Key: "k", Body: "from afar" }, inIreland);
  await call("s3", "CopyObject", { ...k, CopySource: "irish/k" });
  assert.equal(await textOf((await call("s3", "GetObject", k)).Body), "from afar");
});

test("CopyObject's rules and conditions", async (context) => {
  const { call, clock } = await openS3Test(context);
  const { ETag } = await call("s3", "PutObject", { ...b, Key: "a", Body: "x" });
  const copy = (input: object) => call("s3", "CopyObject", { ...b, Key: "b", CopySource: "/pictures/a", ...input });
  await assert.rejects(copy({ Key: "a" }), { name: "InvalidRequest", message: /copy an object to itself/ });
  await copy({ Key: "a", MetadataDirective: "REPLACE", Metadata: { new: "1" } });
  await assert.rejects(copy({ CopySource: "pictures" }), {
    name: "InvalidArgument",
    message: "Invalid copy source object key",
  });
  await assert.rejects(copy({ CopySource: "pictures/nothing" }), { name: "NoSuchKey" });
  await assert.rejects(copy({ CopySource: "nobody/a" }), { name: "NoSuchBucket" });
  await assert.rejects(copy({ CopySourceIfMatch: '"other"' }), { name: "PreconditionFailed" });
  await assert.rejects(copy({ CopySourceIfNoneMatch: ETag }), { name: "PreconditionFailed", status: 412 });
  const since = (ms: number) => ({ CopySourceIfModifiedSince: new Date(clock.nowMs() + ms) });
  await assert.rejects(copy(since(0)), { name: "PreconditionFailed" });
  // A date that is still to come says nothing.
  await copy({ ...since(60_000), Key: "since" });
  await copy({ CopySourceIfMatch: ETag, IfNoneMatch: "*" });
  await assert.rejects(copy({ IfNoneMatch: "*" }), { name: "PreconditionFailed" });
  await assert.rejects(copy({ MetadataDirective: "MOVE" }), { name: "InvalidArgument" });
  await assert.rejects(copy({ CopySourceSSECustomerAlgorithm: "AES256" }), { name: "InvalidArgument" });
});

test("tags that come with a copy count only where they are to replace; suspended versioning names the null version", async (context) => {
  const { call } = await openS3Test(context);
  await call("s3", "PutObject", { ...b, Key: "from", Body: "x", Tagging: "kept=yes" });
  const to = { ...b, Key: "to", CopySource: "pictures/from", Tagging: "new=1" };
  const tags = async () => (await call("s3", "GetObjectTagging", { ...b, Key: "to" })).TagSet;
  assert.equal((await call("s3", "CopyObject", to)).VersionId, undefined);
  assert.deepEqual(await tags(), [{ Key: "kept", Value: "yes" }]);
  await call("s3", "CopyObject", { ...to, TaggingDirective: "COPY" });
  assert.deepEqual(await tags(), [{ Key: "kept", Value: "yes" }]);
  await call("s3", "CopyObject", { ...to, TaggingDirective: "REPLACE" });
  assert.deepEqual(await tags(), [{ Key: "new", Value: "1" }]);
  await call("s3", "PutBucketVersioning", { ...b, VersioningConfiguration: { Status: "Suspended" } });
  assert.equal((await call("s3", "CopyObject", to)).VersionId, "null");
});
