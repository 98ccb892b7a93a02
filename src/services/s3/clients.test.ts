import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { request as httpRequest } from "node:http";
import { Readable } from "node:stream";
import { after, before, describe, it } from "node:test";
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { startSquall, type TestSquall } from "../../../test/support/squall.ts";

const b = { Bucket: "pictures" };
const awkward = "folder/ü & +%25 'quoted' (1).txt";

describe("S3 with the JavaScript SDK", () => {
  let squall: TestSquall;
  let s3: S3Client;
  before(async () => {
    squall = await startSquall();
    s3 = squall.client(S3Client, { forcePathStyle: true });
    await s3.send(new CreateBucketCommand(b));
  });
  after(() => squall.close());

  const fetchText = async (url: string, init?: RequestInit) => {
    const response = await fetch(url, init);
    return { status: response.status, headers: response.headers, text: await response.text() };
  };

  it("stores a buffer and a stream under any key and gives them back", async () => {
    for (const checksum of ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const) {
      const content = `content with ${checksum}`;
      const input = { ...b, Key: awkward, ChecksumAlgorithm: checksum, Metadata: { note: "plain" } };
      const plain = await s3.send(new PutObjectCommand({ ...input, Body: content }));
      const Body = Readable.from([Buffer.from(content.slice(0, 5)), Buffer.from(content.slice(5))]);
      const streamed = await s3.send(new PutObjectCommand({ ...input, Body, ContentLength: content.length }));
      assert.equal(streamed.ETag, plain.ETag);
      assert.equal(streamed[`Checksum${checksum}`], plain[`Checksum${checksum}`]);
      // With the mode enabled, the SDK compares the checksum itself.
      const got = await s3.send(new GetObjectCommand({ ...b, Key: awkward, ChecksumMode: "ENABLED" }));
      assert.equal(await got.Body?.transformToString(), content);
      assert.equal(got[`Checksum${checksum}`], plain[`Checksum${checksum}`]);
      assert.deepEqual(got.Metadata, { note: "plain" });
      assert.equal(got.ContentEncoding, undefined);
    }
    const { Contents } = await s3.send(new ListObjectsV2Command(b));
    assert.deepEqual(
      Contents?.map(({ Key }) => Key),
      [awkward],
    );
  });

  it("answers ranges with 206 and conditions with 304 and 412", async () => {
    await s3.send(new PutObjectCommand({ ...b, Key: "r", Body: "0123456789", CacheControl: "max-age=5" }));
    const part = await s3.send(new GetObjectCommand({ ...b, Key: "r", Range: "bytes=2-4" }));
    assert.deepEqual(
      [part.$metadata.httpStatusCode, await part.Body?.transformToString(), part.ContentRange],
      [206, "234", "bytes 2-4/10"],
    );
    const url = await getSignedUrl(s3, new GetObjectCommand({ ...b, Key: "r" }));
    const etag = part.ETag ?? "";
    const unchanged = await fetchText(url, { headers: { "if-none-match": etag } });
    assert.deepEqual([unchanged.status, unchanged.text, unchanged.headers.get("etag")], [304, "", etag]);
    assert.equal(unchanged.headers.get("cache-control"), "max-age=5");
    assert.equal((await fetchText(url, { headers: { "if-match": '"other"' } })).status, 412);
    const beyond = await fetchText(url, { headers: { range: "bytes=99-" } });
    assert.equal(beyond.status, 416);
    assert.match(
      beyond.text,
      /<Code>InvalidRange<\/Code>.*<RangeRequested>bytes=99-<\/RangeRequested><ActualObjectSize>10</,
    );
  });

  it("answers errors as AWS does", async () => {
    await assert.rejects(s3.send(new GetObjectCommand({ ...b, Key: "nothing" })), {
      name: "NoSuchKey",
      Key: "nothing",
    });
    await assert.rejects(s3.send(new GetObjectCommand({ Bucket: "nobody", Key: "k" })), {
      name: "NoSuchBucket",
      message: "The specified bucket does not exist",
      BucketName: "nobody",
    });
    await assert.rejects(s3.send(new HeadObjectCommand({ ...b, Key: "nothing" })), { name: "NotFound" });
    await assert.rejects(s3.send(new HeadBucketCommand({ Bucket: "nobody" })), { name: "NotFound" });
    await s3.send(new CreateBucketCommand(b));
    await assert.rejects(s3.send(new CreateBucketCommand({ Bucket: "Not_A_Name" })), { name: "InvalidBucketName" });
    const unknown = await fetchText(`${squall.endpoint}/pictures?metadataTable`, { method: "POST", body: "<a/>" });
    assert.equal(unknown.status, 501);
    assert.match(
      unknown.text,
      /<Code>NotImplemented<\/Code><Message>Squall does not implement s3 CreateBucketMetadataTable/,
    );
  });

  it("uploads in parts, from bodies and from copies", async () => {
    const Key = "in parts";
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...b, Key, ContentType: "text/plain" }));
    const at = { ...b, Key, UploadId };
    const big = Buffer.alloc(5 * 1024 * 1024, "b");
    const first = await s3.send(new UploadPartCommand({ ...at, PartNumber: 1, Body: big }));
    await s3.send(new PutObjectCommand({ ...b, Key: "source", Body: "0123456789" }));
    const CopySource = "pictures/source";
    const second = await s3.send(
      new UploadPartCopyCommand({ ...at, PartNumber: 2, CopySource, CopySourceRange: "bytes=3-5" }),
    );
    const { Uploads } = await s3.send(new ListMultipartUploadsCommand(b));
    assert.deepEqual(
      Uploads?.map((upload) => [upload.Key, upload.UploadId]),
      [[Key, UploadId]],
    );
    const { Parts } = await s3.send(new ListPartsCommand(at));
    assert.deepEqual(
      Parts?.map(({ PartNumber, Size }) => [PartNumber, Size]),
      [
        [1, big.length],
        [2, 3],
      ],
    );
    // The SDK sends checksums of its own accord, of an algorithm that the upload has not asked for: S3 refuses them here.
    const parts = [
      { ETag: first.ETag, PartNumber: 1 },
      { ETag: second.CopyPartResult?.ETag, PartNumber: 2 },
    ];
    const done = await s3.send(new CompleteMultipartUploadCommand({ ...at, MultipartUpload: { Parts: parts } }));
    assert.match(done.ETag ?? "", /^"[0-9a-f]{32}-2"$/);
    const got = await s3.send(new GetObjectCommand({ ...b, Key }));
    const hash = createHash("md5")
      .update(Buffer.from((await got.Body?.transformToByteArray()) ?? []))
      .digest("hex");
    assert.equal(hash, createHash("md5").update(big).update("345").digest("hex"));
    const attributes = await s3.send(
      new GetObjectAttributesCommand({ ...b, Key, ObjectAttributes: ["ObjectParts", "ObjectSize"] }),
    );
    assert.deepEqual([attributes.ObjectParts?.TotalPartsCount, attributes.ObjectSize], [2, big.length + 3]);
  });

  it("copies, tags, versions and deletes", async () => {
    await s3.send(new PutObjectCommand({ ...b, Key: awkward, Body: "x", Tagging: "a=1&b=zwei" }));
    await s3.send(
      new CopyObjectCommand({ ...b, Key: "copied", CopySource: `pictures/${encodeURIComponent(awkward)}` }),
    );
    const { TagSet } = await s3.send(new GetObjectTaggingCommand({ ...b, Key: "copied" }));
    assert.deepEqual(TagSet, [
      { Key: "a", Value: "1" },
      { Key: "b", Value: "zwei" },
    ]);
    await s3.send(new CreateBucketCommand({ Bucket: "versioned" }));
    const v = { Bucket: "versioned" };
    await s3.send(new PutBucketVersioningCommand({ ...v, VersioningConfiguration: { Status: "Enabled" } }));
    const { VersionId } = await s3.send(new PutObjectCommand({ ...v, Key: "k", Body: "1" }));
    assert.ok(VersionId);
    const removed = await s3.send(new DeleteObjectsCommand({ ...v, Delete: { Objects: [{ Key: "k" }] } }));
    assert.equal(removed.Deleted?.[0]?.DeleteMarker, true);
    const { Versions, DeleteMarkers } = await s3.send(new ListObjectVersionsCommand(v));
    assert.deepEqual([Versions?.length, DeleteMarkers?.[0]?.IsLatest], [1, true]);
    await assert.rejects(
      s3.send(new GetObjectCommand({ ...v, Key: "k" })),
      (error: { name: string; $response?: { headers: Record<string, string> } }) => {
        assert.equal(error.name, "NoSuchKey");
        assert.equal(error.$response?.headers["x-amz-delete-marker"], "true");
        return true;
      },
    );
  });

  it("keeps bucket settings that are XML and that are JSON", async () => {
    await s3.send(new PutBucketTaggingCommand({ ...b, Tagging: { TagSet: [{ Key: "k-1", Value: "ä" }] } }));
    assert.deepEqual((await s3.send(new GetBucketTaggingCommand(b))).TagSet, [{ Key: "k-1", Value: "ä" }]);
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: "111111111111" },
          Action: "s3:GetObject",
          Resource: "arn:aws:s3:::pictures/*",
        },
      ],
    });
    await s3.send(new PutBucketPolicyCommand({ ...b, Policy }));
    assert.equal((await s3.send(new GetBucketPolicyCommand(b))).Policy, Policy);
    await s3.send(new PutPublicAccessBlockCommand({ ...b, PublicAccessBlockConfiguration: { BlockPublicAcls: true } }));
  });

  it("serves presigned URLs, with the response's headers overridden", async () => {
    const put = await getSignedUrl(s3, new PutObjectCommand({ ...b, Key: awkward, ContentType: "text/plain" }));
    assert.equal(
      (await fetchText(put, { method: "PUT", body: "presigned", headers: { "content-type": "text/plain" } })).status,
      200,
    );
    assert.equal(
      (await fetchText(await getSignedUrl(s3, new GetObjectCommand({ ...b, Key: awkward })))).text,
      "presigned",
    );
    await s3.send(new PutObjectCommand({ ...b, Key: awkward, Body: "again", Expires: new Date(1000) }));
    const get = new GetObjectCommand({
      ...b,
      Key: awkward,
      ResponseContentType: "text/html",
      ResponseExpires: new Date(0),
      ResponseContentDisposition: 'attachment; filename="x"',
    });
    const { status, text, headers } = await fetchText(await getSignedUrl(s3, get, { expiresIn: 60 }));
    assert.deepEqual([status, text], [200, "again"]);
    const names = ["content-type", "content-disposition", "expires"];
    assert.deepEqual(
      names.map((name) => headers.get(name)),
      ["text/html", 'attachment; filename="x"', "Thu, 01 Jan 1970 00:00:00 GMT"],
    );
  });

  it("finds the bucket in the host's name", async () => {
    const { port } = new URL(squall.endpoint);
    await s3.send(new PutObjectCommand({ ...b, Key: "hosted/x", Body: "by host" }));
    for (const host of [
      `pictures.s3.localhost:${port}`,
      `pictures.localhost:${port}`,
      `pictures.s3.us-east-1.amazonaws.com`,
    ]) {
      assert.equal(await readAt(port, host, "/hosted/x"), "by host", host);
    }
  });

  it("tells who signs for another region where the bucket is", async () => {
    const ireland = squall.client(S3Client, { forcePathStyle: true, region: "eu-west-1" });
    await assert.rejects(
      ireland.send(new ListObjectsV2Command(b)),
      (error: {
        name: string;
        $metadata: { httpStatusCode?: number };
        $response?: { headers: Record<string, string> };
      }) => {
        assert.deepEqual([error.name, error.$metadata.httpStatusCode], ["PermanentRedirect", 301]);
        assert.equal(error.$response?.headers["x-amz-bucket-region"], "us-east-1");
        return true;
      },
    );
    const following = squall.client(S3Client, {
      forcePathStyle: true,
      region: "eu-west-1",
      followRegionRedirects: true,
    });
    await following.send(new ListObjectsV2Command(b));
    await ireland.send(new CreateBucketCommand({ Bucket: "irish" }));
    const { Buckets } = await s3.send(new ListBucketsCommand({ Prefix: "irish" }));
    assert.deepEqual(
      Buckets?.map(({ BucketRegion }) => BucketRegion),
      ["eu-west-1"],
    );
  });

  it("refuses a stream whose trailer does not match", async () => {
    const body = "b\r\nhello world\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n";
    const answer = await fetchText(`${squall.endpoint}/pictures/trailer`, {
      method: "PUT",
      body,
      headers: {
        "content-encoding": "aws-chunked",
        "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        "x-amz-decoded-content-length": "11",
        "x-amz-trailer": "x-amz-checksum-crc32",
      },
    });
    assert.equal(answer.status, 400);
    assert.match(answer.text, /<Code>BadDigest<\/Code><Message>The CRC32 you specified did not match/);
    await assert.rejects(s3.send(new HeadObjectCommand({ ...b, Key: "trailer" })), { name: "NotFound" });
  });
});

/** `fetch` does not let its caller choose the host. */
function readAt(port: string, host: string, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ port, path, headers: { host } }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve(text));
    });
    request.on("error", reject);
    request.end();
  });
}
