import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { type TestContext, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { pictures as b, openS3Test, textOf } from "../../../../test/support/s3.ts";
import { createAccessControl } from "../../iam/access/access-control.ts";

const dayMs = 24 * 60 * 60 * 1000;
const reports = { Bucket: "reports" } as const;
const policy = {
  Version: "2012-10-17",
  Statement: {
    Effect: "Allow",
    Principal: { Service: "s3.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: "arn:aws:s3:::reports/*",
    Condition: { ArnLike: { "aws:SourceArn": "arn:aws:s3:::pictures" } },
  },
};

async function openInventory(context: TestContext) {
  const harness = await openS3Test(context, [], { auth: "enforce", access: createAccessControl });
  const { call, clock, table } = harness;
  await call("s3", "CreateBucket", reports);
  const put = (more: object = {}, Id = "all") =>
    call("s3", "PutBucketInventoryConfiguration", {
      ...b,
      Id,
      InventoryConfiguration: {
        Id,
        IsEnabled: true,
        IncludedObjectVersions: "Current",
        Schedule: { Frequency: "Daily" },
        Destination: { S3BucketDestination: { Bucket: "arn:aws:s3:::reports", Format: "CSV" } },
        ...more,
      } as never,
    });
  const passDays = async (days: number) => {
    clock.advance(days * dayMs);
    await table.host.storage.timers.idle();
  };
  const keys = async () => ((await call("s3", "ListObjectsV2", reports)).Contents ?? []).map(({ Key = "" }) => Key);
  const read = async (Key: string) => {
    const { Body } = await call("s3", "GetObject", { ...reports, Key });
    return Buffer.from(await new Response(Body as never).arrayBuffer());
  };
  return { ...harness, put, passDays, keys, read };
}

test("each midnight a report of the bucket is written where its policy lets S3", async (context) => {
  const { call, put, passDays, keys, read } = await openInventory(context);
  await call("s3", "PutObject", { ...b, Key: "in/a b", Body: Buffer.from("12345") });
  await call("s3", "PutObject", { ...b, Key: "out", Body: Buffer.from("1") });
  const OptionalFields = ["ETag", "Size", "EncryptionStatus"];
  await put({ Filter: { Prefix: "in/" }, OptionalFields });
  await passDays(1);
  assert.deepEqual(await keys(), []);
  await call("s3", "PutBucketPolicy", { ...reports, Policy: JSON.stringify(policy) });
  await passDays(1);
  const written = await keys();
  const [data = "", checksum = "", manifest = "", symlink = ""] = [
    /\/data\/[0-9a-f-]{36}\.csv\.gz$/,
    /^pictures\/all\/2026-01-0\dT00-\d\dZ\/manifest\.checksum$/,
    /manifest\.json$/,
    /^pictures\/all\/hive\/dt=2026-01-0\d-00-\d\d\/symlink\.txt$/,
  ].map((pattern) => written.find((key) => pattern.test(key)) ?? "");
  assert.equal(written.length, 4);
  const text = await textOf((await call("s3", "GetObject", { ...reports, Key: manifest })).Body);
  assert.equal(String(await read(checksum)), createHash("md5").update(text).digest("hex"));
  assert.equal(String(await read(symlink)), `s3://reports/${data}`);
  const { fileSchema, files, sourceBucket, destinationBucket } = JSON.parse(text);
  assert.deepEqual(
    { fileSchema, sourceBucket, destinationBucket },
    {
      fileSchema: "Bucket, Key, Size, ETag, EncryptionStatus",
      sourceBucket: "pictures",
      destinationBucket: "arn:aws:s3:::reports",
    },
  );
  const packed = await read(data);
  assert.deepEqual(files, [
    { key: data, size: packed.length, MD5checksum: createHash("md5").update(packed).digest("hex") },
  ]);
  const etag = createHash("md5").update("12345").digest("hex");
  assert.equal(String(gunzipSync(packed)), `"pictures","in/a+b","5","${etag}","SSE-S3"\n`);
});

test("a weekly report of all versions is written on Sundays, and none of a configuration that is off or deleted", async (context) => {
  const { call, put, passDays, keys, read } = await openInventory(context);
  await call("s3", "PutBucketPolicy", { ...reports, Policy: JSON.stringify(policy) });
  await call("s3", "PutBucketVersioning", { ...b, VersioningConfiguration: { Status: "Enabled" } });
  await call("s3", "PutObject", { ...b, Key: "k", Body: Buffer.from("1") });
  await call("s3", "DeleteObject", { ...b, Key: "k" });
  await put({ IncludedObjectVersions: "All", Schedule: { Frequency: "Weekly" }, OptionalFields: ["Size"] });
  await put({ IsEnabled: false }, "off");
  // The first of January 2026 is a Thursday.
  await passDays(2);
  assert.deepEqual(await keys(), []);
  await passDays(1);
  const data = (await keys()).filter((key) => key.includes("/data/"));
  assert.equal(data.length, 1);
  const lines = String(gunzipSync(await read(data[0] ?? ""))).split("\n");
  assert.match(lines[0] ?? "", /^"pictures","k","\w{32}","true","true",""$/);
  assert.match(lines[1] ?? "", /^"pictures","k","\w{32}","false","false","1"$/);
  await call("s3", "DeleteBucketInventoryConfiguration", { ...b, Id: "all" });
  await passDays(7);
  assert.equal((await keys()).length, 4);
});

test("inventories are listed by their ids, and what is wrong or not built is refused", async (context) => {
  const { call, put } = await openInventory(context);
  for (const id of ["test-1", "z-test", "a-test"]) await put({}, id);
  const { InventoryConfigurationList: list } = await call("s3", "ListBucketInventoryConfigurations", b);
  assert.deepEqual(
    list?.map(({ Id }) => Id),
    ["a-test", "test-1", "z-test"],
  );
  const { InventoryConfiguration } = await call("s3", "GetBucketInventoryConfiguration", { ...b, Id: "z-test" });
  assert.equal(InventoryConfiguration?.IncludedObjectVersions, "Current");
  const gone = call("s3", "GetBucketInventoryConfiguration", { ...b, Id: "none" });
  await assert.rejects(gone, { name: "NoSuchConfiguration" });
  const to = (Bucket: string, Format = "CSV") => ({ Destination: { S3BucketDestination: { Bucket, Format } } });
  await assert.rejects(put({ Id: "wrong" }), { name: "IdMismatch" });
  await assert.rejects(put(to("reports")), { name: "InvalidS3DestinationBucket" });
  await assert.rejects(put(to("arn:aws:s3:::reports", "WRONG")), { name: "MalformedXML" });
  await assert.rejects(put({ Schedule: { Frequency: "Hourly" } }), { name: "MalformedXML" });
  await assert.rejects(put({ IncludedObjectVersions: "Wrong" }), { name: "MalformedXML" });
  await assert.rejects(put({ OptionalFields: ["Wrong"] }), { name: "MalformedXML" });
  await assert.rejects(put(to("arn:aws:s3:::reports", "ORC")), { name: "NotImplemented", message: /ORC/ });
  await assert.rejects(put({ OptionalFields: ["ObjectOwner"] }), { name: "NotImplemented", message: /ObjectOwner/ });
});
