import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { test } from "node:test";
import { pictures as b, bytesOf, openS3Test, textOf } from "../../../../test/support/s3.ts";

const k = { ...b, Key: "k" } as const;

function customerKey() {
  const key = randomBytes(32);
  return {
    SSECustomerAlgorithm: "AES256",
    SSECustomerKey: key.toString("base64"),
    SSECustomerKeyMD5: createHash("md5").update(key).digest("base64"),
  };
}

const asSource = (key: ReturnType<typeof customerKey>) => ({
  CopySourceSSECustomerAlgorithm: key.SSECustomerAlgorithm,
  CopySourceSSECustomerKey: key.SSECustomerKey,
  CopySourceSSECustomerKeyMD5: key.SSECustomerKeyMD5,
});

test("with a customer's key the bytes are encrypted, and only that key reads them", async (context) => {
  const { call, blobNames, table } = await openS3Test(context);
  const key = customerKey();
  const text = "a secret of some length, told twice; ".repeat(40);
  const put = await call("s3", "PutObject", { ...k, ...key, Body: text as never });
  assert.deepEqual([put.SSECustomerKeyMD5, put.ServerSideEncryption], [key.SSECustomerKeyMD5, undefined]);
  assert.notEqual(put.ETag, `"${createHash("md5").update(text).digest("hex")}"`);
  const [blob = ""] = await blobNames();
  const stored = await table.host.blobs.readAll(blob);
  assert.equal(stored.length, text.length);
  assert.ok(!stored.includes("secret"));
  assert.equal(await textOf((await call("s3", "GetObject", { ...k, ...key })).Body), text);
  // A range that begins in the middle of a block.
  const part = await call("s3", "GetObject", { ...k, ...key, Range: "bytes=21-137" });
  assert.equal(await textOf(part.Body), text.slice(21, 138));
  await assert.rejects(call("s3", "GetObject", k), {
    name: "InvalidRequest",
    message: /form of Server Side Encryption/,
  });
  await assert.rejects(call("s3", "HeadObject", { ...k, ...customerKey() }), { name: "AccessDenied", status: 403 });
  await assert.rejects(call("s3", "PutObject", { ...k, ...key, SSECustomerKeyMD5: "AAAA" }), {
    name: "InvalidArgument",
  });
});

test("parts and copies are encrypted each with the key that is given", async (context) => {
  const { call } = await openS3Test(context);
  const [one, other] = [customerKey(), customerKey()];
  const { UploadId = "" } = await call("s3", "CreateMultipartUpload", { ...k, ...one });
  const bytes = randomBytes(5 * 1024 ** 2);
  const upload = (PartNumber: number, Body: Buffer, key: object) =>
    call("s3", "UploadPart", { ...k, UploadId, PartNumber, Body: Body as never, ...key });
  await assert.rejects(upload(1, bytes, {}), { name: "InvalidRequest" });
  await assert.rejects(upload(1, bytes, other), { name: "InvalidRequest" });
  const first = await upload(1, bytes, one);
  const second = await upload(2, Buffer.from("the end"), one);
  const made = await call("s3", "CompleteMultipartUpload", {
    ...k,
    UploadId,
    MultipartUpload: { Parts: [first, second].map(({ ETag }, index) => ({ ETag, PartNumber: index + 1 })) },
  });
  assert.deepEqual([made.ChecksumCRC64NVME, made.ChecksumType], [undefined, undefined]);
  const whole = Buffer.concat([bytes, Buffer.from("the end")]);
  assert.ok((await bytesOf((await call("s3", "GetObject", { ...k, ...one })).Body)).equals(whole));
  const { Checksum, ObjectParts } = await call("s3", "GetObjectAttributes", {
    ...k,
    ...one,
    ObjectAttributes: ["Checksum", "ObjectParts"],
  });
  assert.deepEqual([Checksum, ObjectParts?.TotalPartsCount], [undefined, 2]);
  const copy = { ...b, Key: "copy", CopySource: "pictures/k" };
  await assert.rejects(call("s3", "CopyObject", copy), { name: "InvalidRequest" });
  await call("s3", "CopyObject", { ...copy, ...asSource(one), ...other });
  assert.ok((await bytesOf((await call("s3", "GetObject", { ...b, Key: "copy", ...other })).Body)).equals(whole));
  await call("s3", "CopyObject", { ...copy, ...asSource(one) });
  assert.ok((await bytesOf((await call("s3", "GetObject", { ...b, Key: "copy" })).Body)).equals(whole));
});

test("SSE-KMS is asked for by a request or by the bucket's default", async (context) => {
  const { call } = await openS3Test(context);
  const key = "11111111-2222-3333-4444-555555555555";
  const put = await call("s3", "PutObject", {
    ...k,
    Body: "x" as never,
    ServerSideEncryption: "aws:kms",
    SSEKMSKeyId: key,
  });
  assert.equal(put.SSEKMSKeyId, `arn:aws:kms:us-east-1:000000000000:key/${key}`);
  assert.notEqual(put.ETag, `"${createHash("md5").update("x").digest("hex")}"`);
  await call("s3", "PutBucketEncryption", {
    ...b,
    ServerSideEncryptionConfiguration: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" }, BucketKeyEnabled: true }],
    },
  });
  await call("s3", "PutObject", { ...k, Body: "y" as never });
  const { ServerSideEncryption, SSEKMSKeyId, BucketKeyEnabled } = await call("s3", "HeadObject", k);
  assert.deepEqual([ServerSideEncryption, BucketKeyEnabled], ["aws:kms", true]);
  assert.match(SSEKMSKeyId ?? "", /^arn:aws:kms:us-east-1:000000000000:key\/[0-9a-f-]{36}$/);
  const plain = await call("s3", "PutObject", { ...k, Body: "y" as never, ServerSideEncryption: "AES256" });
  assert.equal(plain.ServerSideEncryption, "AES256");
  await assert.rejects(call("s3", "PutObject", { ...k, SSEKMSKeyId: key }), { name: "InvalidArgument" });
});
