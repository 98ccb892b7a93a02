import assert from "node:assert/strict";
import { test } from "node:test";
import { refuses } from "../../../../test/support/refuses.ts";
import { pictures as b, openS3Test, textOf } from "../../../../test/support/s3.ts";

const k = { ...b, Key: "folder/a picture.png" };

test("ranges are HTTP's", async (context) => {
  const { call } = await openS3Test(context);
  await call("s3", "PutObject", { ...k, Body: "0123456789" });
  const read = async (Range: string) => {
    const { Body, ContentRange, ContentLength } = await call("s3", "GetObject", { ...k, Range });
    return [await textOf(Body), ContentRange, ContentLength];
  };
  assert.deepEqual(await read("bytes=0-3"), ["0123", "bytes 0-3/10", 4]);
  assert.deepEqual(await read("bytes=7-"), ["789", "bytes 7-9/10", 3]);
  assert.deepEqual(await read("bytes=-2"), ["89", "bytes 8-9/10", 2]);
  assert.deepEqual(await read("bytes=-100"), ["0123456789", "bytes 0-9/10", 10]);
  assert.deepEqual(await read("bytes=8-100"), ["89", "bytes 8-9/10", 2]);
  for (const ignored of ["bytes=5-2", "bytes=a-b", "lines=1-2", "bytes=0-1,3-4"]) {
    assert.deepEqual(await read(ignored), ["0123456789", undefined, 10], ignored);
  }
  for (const Range of ["bytes=10-", "bytes=-0", "bytes=11-12"]) {
    await assert.rejects(call("s3", "GetObject", { ...k, Range }), {
      name: "InvalidRange",
      fields: { RangeRequested: Range, ActualObjectSize: "10" },
    });
  }
  const head = await call("s3", "HeadObject", { ...k, Range: "bytes=0-3" });
  assert.deepEqual([head.ContentLength, head.ContentRange], [4, "bytes 0-3/10"]);
  await assert.rejects(call("s3", "GetObject", { ...k, Range: "bytes=0-1", PartNumber: 1 }), {
    name: "InvalidRequest",
  });
  assert.equal((await call("s3", "HeadObject", { ...k, PartNumber: 1 })).ContentRange, "bytes 0-9/10");
  await assert.rejects(call("s3", "GetObject", { ...k, PartNumber: 2 }), { name: "InvalidPartNumber", status: 416 });
});

test("conditional reads weigh ETags over dates", async (context) => {
  const { call, clock } = await openS3Test(context);
  clock.advance(500);
  const { ETag: etag = "" } = await call("s3", "PutObject", { ...k, Body: "x" });
  const [before, at, after] = [-1000, 0, 1000].map((ms) => new Date(Math.floor(clock.nowMs() / 1000) * 1000 + ms));
  const read = async (conditions: object) => {
    try {
      await call("s3", "HeadObject", { ...k, ...conditions });
      return 200;
    } catch (error) {
      return (error as { status: number }).status;
    }
  };
  assert.equal(await read({ IfMatch: etag }), 200);
  assert.equal(await read({ IfMatch: etag.replaceAll('"', "") }), 200);
  assert.equal(await read({ IfMatch: `"other", ${etag}` }), 200);
  assert.equal(await read({ IfMatch: '"other"' }), 412);
  assert.equal(await read({ IfNoneMatch: etag }), 304);
  assert.equal(await read({ IfNoneMatch: "*" }), 304);
  assert.equal(await read({ IfNoneMatch: '"other"' }), 200);
  assert.equal(await read({ IfModifiedSince: before }), 200);
  assert.equal(await read({ IfModifiedSince: at }), 304);
  // A date to come says nothing.
  assert.equal(await read({ IfModifiedSince: after }), 200);
  assert.equal(await read({ IfUnmodifiedSince: before }), 412);
  assert.equal(await read({ IfUnmodifiedSince: at }), 200);
  assert.equal(await read({ IfMatch: etag, IfUnmodifiedSince: before }), 200);
  assert.equal(await read({ IfNoneMatch: '"other"', IfModifiedSince: at }), 200);
  assert.equal(await read({ IfNoneMatch: etag, IfModifiedSince: before }), 304);
  assert.equal(await read({ IfMatch: '"other"', IfNoneMatch: etag }), 412);
});

test("torrents are no more", async (context) => {
  const { call } = await openS3Test(context);
  await call("s3", "PutObject", { ...k, Body: "x" });
  const gone = { name: "MethodNotAllowed", status: 405, fields: { Method: "GET", ResourceType: "TORRENT" } };
  await assert.rejects(call("s3", "GetObjectTorrent", k), gone);
});

test("S3 Select is closed, as to every new account of AWS", async (context) => {
  const { call } = await openS3Test(context);
  await call("s3", "PutObject", { ...b, Key: "a.csv", Body: Buffer.from("1,2\n") });
  const select = (Key: string) =>
    call("s3", "SelectObjectContent", {
      ...b,
      Key,
      ExpressionType: "SQL",
      Expression: "SELECT * FROM S3Object",
      InputSerialization: { CSV: {} },
      OutputSerialization: { CSV: {} },
    });
  const closed = "The specified method is not allowed against this resource.";
  await refuses(select("a.csv"), "MethodNotAllowed", closed);
  await refuses(select("none"), "NoSuchKey", "The specified key does not exist.");
});
