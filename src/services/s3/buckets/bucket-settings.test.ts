import assert from "node:assert/strict";
import { test } from "node:test";
import { pictures as b, openS3Test } from "../../../../test/support/s3.ts";
import { rootPrincipal } from "../../principal.ts";

const stranger = { account: "111111111111", region: "us-east-1", principal: rootPrincipal("111111111111") };

test("acceleration is turned on and suspended, and never was for who only suspends it", async (context) => {
  const { call } = await openS3Test(context);
  const put = (Status: string) =>
    call("s3", "PutBucketAccelerateConfiguration", { ...b, AccelerateConfiguration: { Status: Status as never } });
  await put("Suspended");
  assert.deepEqual(await call("s3", "GetBucketAccelerateConfiguration", b), {});
  await put("Enabled");
  await put("Suspended");
  assert.deepEqual(await call("s3", "GetBucketAccelerateConfiguration", b), { Status: "Suspended" });
  await assert.rejects(put("enabled"), { name: "MalformedXML" });
  const dotted = { Bucket: "a.b", AccelerateConfiguration: { Status: "Enabled" as const } };
  await assert.rejects(call("s3", "PutBucketAccelerateConfiguration", dotted), { name: "InvalidRequest" });
});

test("where requesters pay, other accounts must say that they know", async (context) => {
  const { call, table } = await openS3Test(context);
  await call("s3", "PutBucketPolicy", {
    ...b,
    Policy: JSON.stringify({
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: "111111111111" },
          Action: "s3:ListBucket",
          Resource: "arn:aws:s3:::pictures",
        },
      ],
    }),
  });
  await table.call("s3", "ListObjectsV2", b, stranger);
  const put = (Payer: string) =>
    call("s3", "PutBucketRequestPayment", { ...b, RequestPaymentConfiguration: { Payer: Payer as never } });
  await put("Requester");
  assert.deepEqual(await call("s3", "GetBucketRequestPayment", b), { Payer: "Requester" });
  await call("s3", "ListObjectsV2", b);
  await assert.rejects(table.call("s3", "ListObjectsV2", b, stranger), { name: "AccessDenied" });
  await put("BucketOwner");
  await table.call("s3", "ListObjectsV2", b, stranger);
  await assert.rejects(put("Nobody"), { name: "MalformedXML" });
});

test("of what cannot be put there is none, under AWS's names", async (context) => {
  const { call } = await openS3Test(context);
  const missing = { name: "MetadataConfigurationNotFound", status: 404 };
  await assert.rejects(call("s3", "GetBucketMetadataConfiguration", b), missing);
  await assert.rejects(call("s3", "GetBucketMetadataTableConfiguration", b), missing);
  assert.deepEqual(await call("s3", "GetBucketAbac", b), { AbacStatus: { Status: "Disabled" } });
  await call("s3", "DeleteBucketReplication", b);
});

test("bucket tags that are none are not there", async (context) => {
  const { call } = await openS3Test(context);
  await call("s3", "PutBucketTagging", { ...b, Tagging: { TagSet: [{ Key: "a", Value: "b" }] } });
  await call("s3", "PutBucketTagging", { ...b, Tagging: { TagSet: [] } });
  await assert.rejects(call("s3", "GetBucketTagging", b), { name: "NoSuchTagSet" });
});
