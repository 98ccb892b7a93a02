import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { type TestContext, test } from "node:test";
import { pictures as b, openS3Test, bytesOf as read } from "../../../../test/support/s3.ts";

const k = { ...b, Key: "big" };
const mebibyte = 1024 * 1024;
const five = Buffer.alloc(5 * mebibyte, "5");

async function openS3(context: TestContext) {
  const harness = await openS3Test(context);
  const { call } = harness;
  const create = async (input: object = {}) =>
    (await call("s3", "CreateMultipartUpload", { ...k, ...input })).UploadId ?? "";
  const part = async (UploadId: string, PartNumber: number, Body: Buffer | string, input: object = {}) => {
    const { ETag, ...rest } = await call("s3", "UploadPart", { ...k, UploadId, PartNumber, Body, ...input });
    return { ...rest, ETag, PartNumber };
  };
  const complete = (UploadId: string, Parts: object[], input: object = {}) =>
    call("s3", "CompleteMultipartUpload", { ...k, UploadId, MultipartUpload: { Parts }, ...input });
  const blobs = async () => (await harness.blobNames()).length;
  return { ...harness, create, part, complete, blobs };
}

test("an upload in parts becomes one object with the digest of the digests", async (context) => {
  const { call, create, part, complete, blobs } = await openS3(context);
  const id = await create({
    ContentType: "image/png",
    Metadata: { a: "1" },
    Tagging: "t=1",
    StorageClass: "STANDARD_IA",
  });
  const parts = [await part(id, 1, five), await part(id, 3, five), await part(id, 7, "the end")];
  const done = await complete(id, parts);
  const md5s = [five, five, "the end"].map((bytes) => createHash("md5").update(bytes).digest());
  const etag = `"${createHash("md5").update(Buffer.concat(md5s)).digest("hex")}-3"`;
  assert.equal(done.ETag, etag);
  assert.equal(done.Location, "http://localhost:4566/pictures/big");
  assert.equal(done.ChecksumType, "FULL_OBJECT");
  const { Body, ...facts } = await call("s3", "GetObject", k);
  assert.ok((await read(Body)).equals(Buffer.concat([five, five, Buffer.from("the end")])));
  assert.deepEqual([facts.ETag, facts.ContentType, facts.Metadata, facts.TagCount], [etag, "image/png", { a: "1" }, 1]);
  // Over the border of two parts.
  const range = await call("s3", "GetObject", { ...k, Range: `bytes=${10 * mebibyte - 2}-${10 * mebibyte + 2}` });
  assert.equal(String(await read(range.Body)), "55the");
  const third = await call("s3", "GetObject", { ...k, PartNumber: 7 });
  assert.deepEqual([String(await read(third.Body)), third.PartsCount, third.ContentLength], ["the end", 3, 7]);
  await assert.rejects(call("s3", "GetObject", { ...k, PartNumber: 2 }), { name: "InvalidPartNumber", status: 416 });
  assert.equal(await blobs(), 3);
  // A client that never saw the answer may ask again, as long as the object is still that one.
  assert.equal((await complete(id, parts)).ETag, (await call("s3", "HeadObject", k)).ETag);
  await call("s3", "PutObject", { ...k, Body: "another" as never });
  await assert.rejects(complete(id, parts), { name: "NoSuchUpload", status: 404, fields: { UploadId: id } });
});

test("the whole's checksum is combined of the parts', by default and by each algorithm", async (context) => {
  const { call, create, part, complete } = await openS3(context);
  const whole = Buffer.concat([five, Buffer.from("end")]);
  const cases = [
    [undefined, undefined, "CRC64NVME", "FULL_OBJECT"],
    ["CRC64NVME", undefined, "CRC64NVME", "FULL_OBJECT"],
    ["CRC32", "FULL_OBJECT", "CRC32", "FULL_OBJECT"],
    ["CRC32C", "FULL_OBJECT", "CRC32C", "FULL_OBJECT"],
    ["CRC32", undefined, "CRC32", "COMPOSITE"],
    ["SHA256", undefined, "SHA256", "COMPOSITE"],
    ["SHA1", "COMPOSITE", "SHA1", "COMPOSITE"],
  ] as const;
  for (const [asked, askedType, algorithm, type] of cases) {
    const member = `Checksum${algorithm}` as const;
    const id = await create({ ChecksumAlgorithm: asked, ChecksumType: askedType });
    const parts = [await part(id, 1, five), await part(id, 2, "end")];
    const done = await complete(id, parts);
    assert.equal(done.ChecksumType, type);
    const shown = await call("s3", "HeadObject", { ...k, ChecksumMode: "ENABLED" });
    assert.equal(shown[member], done[member]);
    if (type === "COMPOSITE") assert.match(done[member] ?? "", /^[A-Za-z0-9+/]+=*-2$/);
    else {
      // The same bytes in one piece have the same checksum.
      await call("s3", "PutObject", { ...b, Key: "whole", Body: whole });
      const copied = await call("s3", "CopyObject", {
        ...b,
        Key: "whole",
        CopySource: "pictures/big",
        ChecksumAlgorithm: algorithm,
      });
      assert.equal(copied.CopyObjectResult?.[member], done[member]);
      assert.equal(copied.CopyObjectResult?.ChecksumType, "FULL_OBJECT");
      assert.equal(copied.CopyObjectResult?.ETag, `"${createHash("md5").update(whole).digest("hex")}"`);
    }
  }
  await assert.rejects(create({ ChecksumAlgorithm: "SHA256", ChecksumType: "FULL_OBJECT" }), {
    name: "InvalidRequest",
  });
  await assert.rejects(create({ ChecksumAlgorithm: "CRC64NVME", ChecksumType: "COMPOSITE" }), {
    name: "InvalidRequest",
  });
  await assert.rejects(create({ ChecksumType: "COMPOSITE" }), { name: "InvalidRequest" });
});

test("checksums of parts and of the whole are compared", async (context) => {
  const { create, part, complete } = await openS3(context);
  const id = await create({ ChecksumAlgorithm: "CRC32" });
  await assert.rejects(part(id, 1, "x", { ChecksumCRC32: "AAAAAA==" }), { name: "BadDigest" });
  await assert.rejects(part(id, 1, "x", { ChecksumSHA1: Buffer.alloc(20).toString("base64") }), {
    name: "InvalidRequest",
    message: "Checksum Type mismatch occurred, expected checksum Type: crc32, actual checksum Type: sha1",
  });
  const good = await part(id, 1, "hello", { ChecksumCRC32: "NhCmhg==" });
  await assert.rejects(complete(id, [{ ...good, ChecksumCRC32: "AAAAAA==" }]), { name: "InvalidPart" });
  await assert.rejects(complete(id, [{ ...good, ChecksumCRC32: undefined }]), {
    name: "InvalidRequest",
    message: /missing for part 1/,
  });
  await assert.rejects(complete(id, [good], { ChecksumCRC32: "AAAAAA==" }), { name: "BadDigest" });
  await assert.rejects(complete(id, [good], { ChecksumType: "FULL_OBJECT" }), { name: "InvalidRequest" });
  await assert.rejects(complete(id, [good], { MpuObjectSize: 6 }), { name: "InvalidRequest" });
  await complete(id, [good], { MpuObjectSize: 5, ChecksumType: "COMPOSITE" });
});

test("CompleteMultipartUpload's rules", async (context) => {
  const { call, create, part, complete, blobs } = await openS3(context);
  const id = await create();
  const small = await part(id, 1, "small");
  const end = await part(id, 2, "end");
  const extra = await part(id, 3, "never used");
  await assert.rejects(complete(id, []), { name: "MalformedXML" });
  await assert.rejects(complete(id, [end, small]), { name: "InvalidPartOrder" });
  await assert.rejects(complete(id, [small, small]), { name: "InvalidPartOrder" });
  await assert.rejects(complete(id, [small, { ...end, ETag: '"00"' }]), {
    name: "InvalidPart",
    fields: { UploadId: id, PartNumber: "2", ETag: "00" },
  });
  await assert.rejects(complete(id, [{ ...extra, PartNumber: 4 }]), { name: "InvalidPart" });
  await assert.rejects(complete(id, [small, end]), {
    name: "EntityTooSmall",
    fields: { ETag: small.ETag?.replaceAll('"', ""), MinSizeAllowed: "5242880", PartNumber: "1", ProposedSize: "5" },
  });
  await call("s3", "PutObject", { ...k, Body: "there already" });
  await assert.rejects(complete(id, [end], { IfNoneMatch: "*" }), { name: "PreconditionFailed" });
  assert.equal((await call("s3", "ListParts", { ...k, UploadId: id })).Parts?.length, 3);
  await complete(id, [end]);
  assert.equal(String(await read((await call("s3", "GetObject", k)).Body)), "end");
  assert.equal(await blobs(), 1);
});

test("a part is replaced by one of the same number", async (context) => {
  const { call, create, part, complete, blobs } = await openS3(context);
  const id = await create();
  const former = await part(id, 1, "former");
  const later = await part(id, 1, "later");
  assert.equal(await blobs(), 1);
  await assert.rejects(complete(id, [former]), { name: "InvalidPart" });
  await complete(id, [later]);
  assert.equal(String(await read((await call("s3", "GetObject", k)).Body)), "later");
  await assert.rejects(part(id, 1, "too late"), { name: "NoSuchUpload" });
  await assert.rejects(part(id, 0, "x"), { name: "InvalidArgument", message: /between 1 and 10000/ });
  await assert.rejects(part(id, 10_001, "x"), { name: "InvalidArgument" });
});

test("AbortMultipartUpload gives everything back", async (context) => {
  const { call, create, part, blobs } = await openS3(context);
  const id = await create();
  await part(id, 1, "x");
  await call("s3", "AbortMultipartUpload", { ...k, UploadId: id });
  assert.equal(await blobs(), 0);
  await assert.rejects(call("s3", "AbortMultipartUpload", { ...k, UploadId: id }), { name: "NoSuchUpload" });
  await assert.rejects(call("s3", "ListParts", { ...k, UploadId: id }), { name: "NoSuchUpload" });
});

test("UploadPartCopy takes an object or a range of one", async (context) => {
  const { call, create, complete } = await openS3(context);
  await call("s3", "PutObject", { ...b, Key: "source", Body: "0123456789" });
  const id = await create();
  const copy = (CopySourceRange?: string) =>
    call("s3", "UploadPartCopy", { ...k, UploadId: id, PartNumber: 1, CopySource: "pictures/source", CopySourceRange });
  const { CopyPartResult } = await copy("bytes=2-4");
  await assert.rejects(copy("bytes=5-"), { name: "InvalidArgument" });
  await assert.rejects(copy("bytes=5-10"), {
    name: "InvalidArgument",
    message: "Range specified is not valid for source object of size: 10",
  });
  await complete(id, [{ PartNumber: 1, ETag: CopyPartResult?.ETag }]);
  assert.equal(String(await read((await call("s3", "GetObject", k)).Body)), "234");
});

test("ListParts pages by numbers", async (context) => {
  const { call, create, part } = await openS3(context);
  const id = await create({ ChecksumAlgorithm: "SHA1" });
  for (const number of [1, 5, 9]) await part(id, number, String(number));
  const list = (input: object) => call("s3", "ListParts", { ...k, UploadId: id, ...input });
  const first = await list({ MaxParts: 2 });
  assert.deepEqual(
    first.Parts?.map(({ PartNumber }) => PartNumber),
    [1, 5],
  );
  assert.deepEqual([first.IsTruncated, first.NextPartNumberMarker, first.ChecksumAlgorithm], [true, "5", "SHA1"]);
  assert.ok(first.Parts?.every(({ ChecksumSHA1 }) => ChecksumSHA1));
  const second = await list({ PartNumberMarker: first.NextPartNumberMarker });
  assert.deepEqual(
    second.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size]),
    [[9, 1]],
  );
  assert.equal(second.IsTruncated, false);
});

test("ListMultipartUploads pages by keys and uploads", async (context) => {
  const { call, clock, create } = await openS3(context);
  const ids: string[] = [];
  for (const Key of ["a", "a", "b/1", "b/2", "c"]) {
    ids.push(await create({ Key }));
    clock.advance(1000);
  }
  const list = (input: object = {}) => call("s3", "ListMultipartUploads", { ...b, ...input });
  const all = await list();
  assert.deepEqual(
    all.Uploads?.map(({ UploadId }) => UploadId),
    ids,
  );
  for (const MaxUploads of [1, 2, 3]) {
    const listed: unknown[] = [];
    let markers: object = {};
    for (;;) {
      const page = await list({ MaxUploads, ...markers });
      listed.push(...(page.Uploads ?? []).map(({ UploadId }) => UploadId));
      if (!page.IsTruncated) break;
      markers = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
    }
    assert.deepEqual(listed, ids);
  }
  // The end of a page is told whether there is another or not, but for a page that ends in a common prefix, as recorded on AWS.
  const markersOf = (page: Awaited<ReturnType<typeof list>>) => [
    page.UploadIdMarker,
    page.NextKeyMarker,
    page.NextUploadIdMarker,
  ];
  assert.deepEqual(markersOf(all), ["", "c", ids[4]]);
  assert.deepEqual(markersOf(await list({ Prefix: "none" })), ["", "", ""]);
  assert.deepEqual(markersOf(await list({ UploadIdMarker: ids[0], MaxUploads: 1 })), ["", "a", ids[0]]);
  assert.deepEqual(markersOf(await list({ Prefix: "b", Delimiter: "/", MaxUploads: 1 })), ["", "", ""]);
  const folders = await list({ Delimiter: "/" });
  assert.deepEqual(folders.CommonPrefixes, [{ Prefix: "b/" }]);
  assert.deepEqual(
    folders.Uploads?.map(({ Key }) => Key),
    ["a", "a", "c"],
  );
  assert.deepEqual(
    (await list({ Prefix: "b/" })).Uploads?.map(({ Key }) => Key),
    ["b/1", "b/2"],
  );
  assert.deepEqual(
    (await list({ KeyMarker: "a" })).Uploads?.map(({ Key }) => Key),
    ["b/1", "b/2", "c"],
  );
});

test("GetObjectAttributes shows parts that have checksums of their own", async (context) => {
  const { call, create, part, complete } = await openS3(context);
  const id = await create({ ChecksumAlgorithm: "SHA256" });
  await complete(id, [await part(id, 1, five), await part(id, 2, "end")]);
  const attributes = await call("s3", "GetObjectAttributes", { ...k, ObjectAttributes: ["ObjectParts"], MaxParts: 1 });
  const { Parts, TotalPartsCount, IsTruncated } = attributes.ObjectParts ?? {};
  assert.deepEqual([Parts?.length, TotalPartsCount, IsTruncated], [1, 2, true]);
  assert.ok(Parts?.[0]?.ChecksumSHA256);
  const { ChecksumSHA256 = "" } = await call("s3", "HeadObject", { ...k, ChecksumMode: "ENABLED" });
  const { Checksum } = await call("s3", "GetObjectAttributes", { ...k, ObjectAttributes: ["Checksum"] });
  assert.equal(`${Checksum?.ChecksumSHA256}-2`, ChecksumSHA256);
});

test("a part is read with its own checksum, and of parts without any there is only the number", async (context) => {
  const { call, create, part, complete } = await openS3(context);
  const composite = await create({ ChecksumAlgorithm: "CRC32C" });
  await complete(composite, [await part(composite, 1, five), await part(composite, 2, "end")]);
  const { Parts } =
    (await call("s3", "GetObjectAttributes", { ...k, ObjectAttributes: ["ObjectParts"] })).ObjectParts ?? {};
  const second = await call("s3", "HeadObject", { ...k, PartNumber: 2, ChecksumMode: "enabled" as never });
  assert.deepEqual([second.ChecksumCRC32C, second.ChecksumType], [Parts?.[1]?.ChecksumCRC32C, "COMPOSITE"]);
  const whole = await create();
  await complete(whole, [await part(whole, 1, five), await part(whole, 2, "end")]);
  const { ObjectParts } = await call("s3", "GetObjectAttributes", { ...k, ObjectAttributes: ["ObjectParts"] });
  assert.deepEqual(ObjectParts, { TotalPartsCount: 2 });
  const first = await call("s3", "HeadObject", { ...k, PartNumber: 1, ChecksumMode: "ENABLED" });
  assert.equal(first.ChecksumCRC64NVME, undefined);
});

test("an upload that is not there is told before a list that is missing", async (context) => {
  const { call, create } = await openS3(context);
  await assert.rejects(call("s3", "CompleteMultipartUpload", { ...k, UploadId: "none" }), { name: "NoSuchUpload" });
  const UploadId = await create();
  await assert.rejects(call("s3", "CompleteMultipartUpload", { ...k, UploadId }), {
    name: "InvalidRequest",
    message: "You must specify at least one part",
  });
});

test("what was written while an upload went on is a conflict for its conditions", async (context) => {
  const { call, clock } = await openS3Test(context);
  const k = { Bucket: "pictures", Key: "conflict" };
  const { ETag: before } = await call("s3", "PutObject", { ...k, Body: "1" as never });
  const { UploadId = "" } = await call("s3", "CreateMultipartUpload", k);
  const { ETag } = await call("s3", "UploadPart", { ...k, UploadId, PartNumber: 1, Body: "x" as never });
  const complete = (conditions: object) =>
    call("s3", "CompleteMultipartUpload", {
      ...k,
      UploadId,
      MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
      ...conditions,
    });
  clock.advance(1000);
  const { ETag: meanwhile } = await call("s3", "PutObject", { ...k, Body: "2" as never });
  await assert.rejects(complete({ IfMatch: before }), { name: "PreconditionFailed" });
  await assert.rejects(complete({ IfMatch: meanwhile }), { name: "ConditionalRequestConflict", status: 409 });
  await assert.rejects(complete({ IfMatch: "*" }), { name: "NotImplemented" });
  await complete({});
});

test("an upload whose key was deleted meanwhile cannot hold a condition any more", async (context) => {
  const { call } = await openS3Test(context);
  const k = { Bucket: "pictures", Key: "deleted" };
  const begin = async () => {
    const { UploadId = "" } = await call("s3", "CreateMultipartUpload", k);
    const { ETag } = await call("s3", "UploadPart", { ...k, UploadId, PartNumber: 1, Body: "x" as never });
    return { UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } };
  };
  const former = await begin();
  await call("s3", "DeleteObject", k);
  const conflict = { name: "ConditionalRequestConflict", status: 409 };
  await assert.rejects(call("s3", "CompleteMultipartUpload", { ...k, ...former, IfNoneMatch: "*" }), conflict);
  await call("s3", "CompleteMultipartUpload", { ...k, ...(await begin()), IfNoneMatch: "*" });
});
