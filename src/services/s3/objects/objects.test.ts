import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { test } from "node:test";
import { pictures as b, openS3Test, textOf } from "../../../../test/support/s3.ts";

const k = { ...b, Key: "folder/a picture.png" };

/** Too large for the object's row. */
const large = (content: string) => content.padEnd(20_000, ".");
const md5 = (content: string) => createHash("md5").update(content).digest("hex");

test("PutObject and GetObject give back the bytes and all that was said of them", async (context) => {
  const { call, clock } = await openS3Test(context);
  const put = await call("s3", "PutObject", {
    ...k,
    Body: "hello",
    ContentType: "image/png",
    CacheControl: "no-cache",
    ContentDisposition: "attachment",
    ContentEncoding: "gzip",
    ContentLanguage: "de",
    WebsiteRedirectLocation: "/elsewhere",
    Metadata: { author: "me" },
    StorageClass: "STANDARD_IA",
    Tagging: "project=blue&empty=",
  });
  assert.equal(put.ETag, `"${md5("hello")}"`);
  assert.equal(put.ServerSideEncryption, "AES256");
  assert.equal(put.VersionId, undefined);
  const { Body, ...facts } = await call("s3", "GetObject", k);
  assert.equal(await textOf(Body), "hello");
  const expected = {
    AcceptRanges: "bytes",
    LastModified: new Date(clock.nowMs()),
    ContentLength: 5,
    ETag: put.ETag,
    ContentType: "image/png",
    CacheControl: "no-cache",
    ContentDisposition: "attachment",
    ContentEncoding: "gzip",
    ContentLanguage: "de",
    WebsiteRedirectLocation: "/elsewhere",
    Metadata: { author: "me" },
    StorageClass: "STANDARD_IA",
    TagCount: 2,
    ServerSideEncryption: "AES256",
  };
  assert.deepEqual(facts, expected);
  assert.deepEqual(await call("s3", "HeadObject", k), expected);
});

test("an object without a type is binary, and of the standard class, which is not shown", async (context) => {
  const { call } = await openS3Test(context);
  await call("s3", "PutObject", { ...k, Body: Readable.from([Buffer.from("a"), Buffer.from("b")]) });
  const { Body, ...facts } = await call("s3", "GetObject", k);
  assert.equal(await textOf(Body), "ab");
  assert.equal(facts.ContentType, "binary/octet-stream");
  assert.equal("StorageClass" in facts, false);
});

test("an empty object has no blob and can be read", async (context) => {
  const { call, blobNames } = await openS3Test(context);
  const { ETag } = await call("s3", "PutObject", k);
  assert.equal(ETag, '"d41d8cd98f00b204e9800998ecf8427e"');
  const { Body, ContentLength } = await call("s3", "GetObject", k);
  assert.equal(await textOf(Body), "");
  assert.equal(ContentLength, 0);
  await assert.rejects(call("s3", "GetObject", { ...k, Range: "bytes=0-" }), { name: "InvalidRange", status: 416 });
  assert.deepEqual(await blobNames(), []);
});

test("a small body needs no blob, a large one does, and both are read and copied alike", async (context) => {
  const { call, blobNames } = await openS3Test(context);
  for (const sizeBytes of [16 * 1024, 16 * 1024 + 1]) {
    const content = Buffer.alloc(sizeBytes, "ab");
    const chunks = [content.subarray(0, 9_000), content.subarray(9_000, 16_384), content.subarray(16_384)];
    await call("s3", "PutObject", { ...k, Body: Readable.from(chunks) });
    assert.equal((await blobNames()).length, sizeBytes > 16 * 1024 ? 1 : 0);
    await call("s3", "CopyObject", { ...b, Key: "copy", CopySource: "pictures/folder/a%20picture.png" });
    for (const Key of [k.Key, "copy"]) {
      assert.equal(await textOf((await call("s3", "GetObject", { ...b, Key })).Body), content.toString());
      const { Body } = await call("s3", "GetObject", { ...b, Key, Range: "bytes=1-3" });
      assert.equal(await textOf(Body), "bab");
    }
  }
  assert.equal((await blobNames()).length, 2);
});

test("an object replaced or deleted leaves no blob", async (context) => {
  const { call, blobNames } = await openS3Test(context);
  await call("s3", "PutObject", { ...k, Body: large("old") });
  await call("s3", "PutObject", { ...k, Body: large("new") });
  assert.equal((await blobNames()).length, 1);
  await call("s3", "DeleteObject", k);
  await call("s3", "DeleteObject", k);
  assert.deepEqual(await blobNames(), []);
  await assert.rejects(call("s3", "GetObject", k), { name: "NoSuchKey", status: 404, fields: { Key: k.Key } });
  await assert.rejects(call("s3", "HeadObject", k), { name: "NotFound", status: 404 });
});

test("a body that breaks off or does not match leaves nothing", async (context) => {
  const { call, blobNames } = await openS3Test(context);
  const broken = Readable.from(
    (async function* () {
      yield Buffer.alloc(1_000_000);
      throw new Error("gone");
    })(),
  );
  await assert.rejects(call("s3", "PutObject", { ...k, Body: broken }), /gone/);
  const wrong = { ...k, Body: "hello", ContentMD5: Buffer.alloc(16).toString("base64") };
  await assert.rejects(call("s3", "PutObject", wrong), { name: "BadDigest", message: /Content-MD5/ });
  await assert.rejects(call("s3", "PutObject", { ...wrong, ContentMD5: "short" }), { name: "InvalidDigest" });
  await assert.rejects(call("s3", "PutObject", { ...k, Body: "hello", ChecksumCRC32: "AAAAAA==" }), {
    name: "BadDigest",
    message: "The CRC32 you specified did not match the calculated checksum.",
  });
  const precondition = { ...k, Body: "hello", IfMatch: "nothing" };
  await assert.rejects(call("s3", "PutObject", precondition), { name: "NoSuchKey" });
  assert.deepEqual(await blobNames(), []);
  assert.equal((await call("s3", "ListObjectsV2", b)).KeyCount, 0);
});

test("who is reading an object reads it to the end, though it is replaced meanwhile", async (context) => {
  const { call, blobNames } = await openS3Test(context);
  const first = "1".repeat(5 * 1024 * 1024);
  const { UploadId = "" } = await call("s3", "CreateMultipartUpload", k);
  const part = (PartNumber: number, Body: string) =>
    call("s3", "UploadPart", { ...k, UploadId, PartNumber, Body }).then(({ ETag }) => ({ ETag, PartNumber }));
  const Parts = [await part(1, first), await part(2, "end")];
  await call("s3", "CompleteMultipartUpload", { ...k, UploadId, MultipartUpload: { Parts } });
  const { Body } = await call("s3", "GetObject", k);
  await call("s3", "PutObject", { ...k, Body: large("new") });
  assert.equal((await blobNames()).length, 3);
  assert.equal(await textOf(Body), `${first}end`);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal((await blobNames()).length, 1);
});

test("conditional writes let one of two creators win", async (context) => {
  const { call } = await openS3Test(context);
  const create = (Body: string) => call("s3", "PutObject", { ...k, Body, IfNoneMatch: "*" });
  const both = await Promise.allSettled([create("a"), create("b")]);
  assert.deepEqual(both.map(({ status }) => status).toSorted(), ["fulfilled", "rejected"]);
  await assert.rejects(create("c"), {
    name: "PreconditionFailed",
    status: 412,
    fields: { Condition: "If-None-Match" },
  });
  const { ETag } = await call("s3", "HeadObject", k);
  await call("s3", "PutObject", { ...k, Body: "d", IfMatch: ETag });
  await assert.rejects(call("s3", "PutObject", { ...k, Body: "e", IfMatch: ETag }), { name: "PreconditionFailed" });
  await assert.rejects(call("s3", "PutObject", { ...k, Body: "e", IfNoneMatch: ETag }), { name: "NotImplemented" });
  for (const both of [
    { IfMatch: ETag, IfNoneMatch: "*" },
    { IfMatch: "*", IfNoneMatch: ETag },
  ]) {
    await assert.rejects(call("s3", "PutObject", { ...k, Body: "e", ...both }), {
      name: "NotImplemented",
      status: 501,
      fields: {
        Header: "If-Match,If-None-Match",
        additionalMessage: "Multiple conditional request headers present in the request",
      },
    });
  }
  await assert.rejects(call("s3", "DeleteObject", { ...k, IfMatch: '"other"' }), { name: "PreconditionFailed" });
  await call("s3", "DeleteObject", { ...k, IfMatch: "*" });
});

test("limits of keys and metadata are AWS's", async (context) => {
  const { call } = await openS3Test(context);
  await call("s3", "PutObject", { ...b, Key: "ü".repeat(512) });
  await assert.rejects(call("s3", "PutObject", { ...b, Key: `${"ü".repeat(512)}a` }), {
    name: "KeyTooLongError",
    fields: { Size: "1025", MaxSizeAllowed: "1024" },
  });
  await call("s3", "PutObject", { ...k, Metadata: { a: "x".repeat(2047) } });
  await assert.rejects(call("s3", "PutObject", { ...k, Metadata: { a: "x".repeat(2048) } }), {
    name: "MetadataTooLarge",
  });
  await assert.rejects(call("s3", "PutObject", { ...k, ContentLength: 5 * 1024 ** 3 + 1 }), { name: "EntityTooLarge" });
  await assert.rejects(call("s3", "PutObject", { ...k, StorageClass: "EXPRESS_ONEZONE" }), {
    name: "InvalidStorageClass",
  });
});

test("what would have no effect is refused by name", async (context) => {
  const { call } = await openS3Test(context);
  const refuses = (input: object, name: string, header?: RegExp) =>
    assert.rejects(call("s3", "PutObject", { ...k, ...input }), (error: { name: string; fields: object }) => {
      assert.equal(error.name, name);
      if (header) assert.match(JSON.stringify(error.fields), header);
      return true;
    });
  await refuses({ SSEKMSEncryptionContext: "e30=" }, "NotImplemented", /encryption-context/);
  await refuses({ ObjectLockLegalHoldStatus: "ON" }, "InvalidRequest");
  await refuses({ WriteOffsetBytes: 5 }, "NotImplemented", /write-offset/);
  await refuses({ ChecksumXXHASH128: "x" }, "NotImplemented", /xxhash128/);
  await refuses({ ChecksumXXHASH64: "x" }, "InvalidRequest");
  await call("s3", "PutObject", { ...k, ServerSideEncryption: "AES256", RequestPayer: "requester" });
});

test("an archived object must be restored before it is read", async (context) => {
  const { call } = await openS3Test(context);
  await call("s3", "PutObject", { ...k, Body: "x", StorageClass: "GLACIER" });
  assert.equal((await call("s3", "HeadObject", k)).StorageClass, "GLACIER");
  await assert.rejects(call("s3", "GetObject", k), {
    name: "InvalidObjectState",
    status: 403,
    fields: { StorageClass: "GLACIER" },
  });
});

test("checksums are computed, compared, kept and shown when asked for", async (context) => {
  const { call } = await openS3Test(context);
  const hello = {
    CRC32: "NhCmhg==",
    CRC32C: "mnG7TA==",
    SHA1: "qvTGHdzF6KLavt4PO0gs2a6pQ00=",
    SHA256: "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=",
  };
  for (const [algorithm, value] of Object.entries(hello)) {
    const put = await call("s3", "PutObject", { ...k, Body: "hello", [`Checksum${algorithm}`]: value });
    assert.equal(put[`Checksum${algorithm}` as "ChecksumCRC32"], value);
    assert.equal(put.ChecksumType, "FULL_OBJECT");
    const shown = await call("s3", "HeadObject", { ...k, ChecksumMode: "ENABLED" });
    assert.equal(shown[`Checksum${algorithm}` as "ChecksumCRC32"], value);
    assert.equal((await call("s3", "HeadObject", k)).ChecksumType, undefined);
    const part = await call("s3", "HeadObject", { ...k, ChecksumMode: "ENABLED", Range: "bytes=0-1" });
    assert.equal(part.ChecksumType, undefined);
  }
  const byDefault = await call("s3", "PutObject", { ...k, Body: "hello" });
  assert.equal(byDefault.ChecksumCRC64NVME, "M3eFcAZSQlc=");
  const two = { ...k, Body: "hello", ChecksumCRC32: hello.CRC32, ChecksumSHA1: hello.SHA1 };
  await assert.rejects(call("s3", "PutObject", two), { name: "InvalidRequest", message: /single x-amz-checksum/ });
  await assert.rejects(call("s3", "PutObject", { ...k, Body: "hello", ChecksumCRC32: "nonsense" }), {
    name: "InvalidRequest",
    message: "Value for x-amz-checksum-crc32 header is invalid.",
  });
});

test("DeleteObjects answers for each key", async (context) => {
  const { call, blobNames } = await openS3Test(context);
  for (const Key of ["a", "b", "c"]) await call("s3", "PutObject", { ...b, Key, Body: large(Key) });
  const remove = (keys: string[], Quiet?: boolean) =>
    call("s3", "DeleteObjects", { ...b, Delete: { Objects: keys.map((Key) => ({ Key })), Quiet } });
  assert.deepEqual(await remove(["a", "nothing"]), { Deleted: [{ Key: "a" }, { Key: "nothing" }] });
  assert.deepEqual(await remove(["b"], true), {});
  const refused = await call("s3", "DeleteObjects", { ...b, Delete: { Objects: [{ Key: "c", ETag: '"other"' }] } });
  assert.equal(refused.Errors?.[0]?.Code, "PreconditionFailed");
  assert.equal((await call("s3", "ListObjectsV2", b)).KeyCount, 1);
  assert.equal((await blobNames()).length, 1);
  await assert.rejects(remove([]), { name: "MalformedXML" });
  await assert.rejects(remove(Array.from({ length: 1001 }, (_, index) => `k${index}`)), { name: "MalformedXML" });
});

test("object tags are put, counted, shown and removed", async (context) => {
  const { call } = await openS3Test(context);
  await call("s3", "PutObject", { ...k, Tagging: "a=1&b=%20x" });
  const tags = async () => (await call("s3", "GetObjectTagging", k)).TagSet;
  assert.deepEqual(await tags(), [
    { Key: "a", Value: "1" },
    { Key: "b", Value: " x" },
  ]);
  await call("s3", "PutObjectTagging", { ...k, Tagging: { TagSet: [{ Key: "c", Value: "3" }] } });
  assert.deepEqual(await tags(), [{ Key: "c", Value: "3" }]);
  await call("s3", "DeleteObjectTagging", k);
  assert.deepEqual(await tags(), []);
  const many = Array.from({ length: 11 }, (_, index) => ({ Key: `k${index}`, Value: "" }));
  await assert.rejects(call("s3", "PutObjectTagging", { ...k, Tagging: { TagSet: many } }), {
    name: "BadRequest",
    message: "Object tags cannot be greater than 10",
  });
  for (const Tagging of ["a=1&a=2", "a=1,b=2"]) {
    await assert.rejects(call("s3", "PutObject", { ...k, Tagging }), {
      name: "InvalidArgument",
      fields: { ArgumentName: "x-amz-tagging", ArgumentValue: Tagging },
    });
  }
  await assert.rejects(call("s3", "GetObjectTagging", { ...b, Key: "nothing" }), {
    name: "NoSuchKey",
    fields: { Key: "pictures/nothing" },
  });
  await assert.rejects(call("s3", "PutObjectTagging", { ...b, Key: "nothing", Tagging: { TagSet: [] } }), {
    name: "NoSuchKey",
  });
});

test("GetObjectAttributes gives what is asked for", async (context) => {
  const { call } = await openS3Test(context);
  await call("s3", "PutObject", { ...k, Body: "hello", ChecksumCRC32: "NhCmhg==" });
  const all = await call("s3", "GetObjectAttributes", {
    ...k,
    ObjectAttributes: ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"],
  });
  assert.deepEqual(
    [all.ETag, all.Checksum, all.ObjectParts, all.StorageClass, all.ObjectSize],
    [md5("hello"), { ChecksumCRC32: "NhCmhg==", ChecksumType: "FULL_OBJECT" }, undefined, "STANDARD", 5],
  );
  const size = await call("s3", "GetObjectAttributes", { ...k, ObjectAttributes: ["ObjectSize"] });
  assert.equal("ETag" in size, false);
  const wrong = call("s3", "GetObjectAttributes", { ...k, ObjectAttributes: ["Colour" as never] });
  await assert.rejects(wrong, { name: "InvalidArgument", message: "Invalid attribute name specified." });
});
