import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { refuses } from "../../../../test/support/refuses.ts";
import { pictures as b, openS3Test, textOf } from "../../../../test/support/s3.ts";
import { createAccessControl } from "../../iam/access/access-control.ts";
import { iam } from "../../iam/service.ts";
import { sts } from "../../sts/service.ts";

const copies = { Bucket: "copies" } as const;
const role = "arn:aws:iam::000000000000:role/copier";
const enabled = { VersioningConfiguration: { Status: "Enabled" } } as const;
const plain = {
  ID: "all",
  Status: "Enabled",
  Priority: 1,
  Filter: {},
  DeleteMarkerReplication: { Status: "Disabled" },
  Destination: { Bucket: "arn:aws:s3:::copies" },
} as const;

async function openReplication(context: TestContext, auth: "open" | "enforce" = "open") {
  const harness = await openS3Test(context, [iam, sts], { auth, access: createAccessControl });
  const { call, table } = harness;
  await call("s3", "CreateBucket", copies);
  const rules = (...Rules: object[]) =>
    call("s3", "PutBucketReplication", { ...b, ReplicationConfiguration: { Role: role, Rules: Rules as never } });
  const settle = () => table.host.storage.outbox.idle();
  const head = (Bucket: string, Key: string) => call("s3", "HeadObject", { Bucket, Key });
  return { ...harness, rules, settle, head };
}

async function withVersions(call: Awaited<ReturnType<typeof openReplication>>["call"]) {
  for (const bucket of [b, copies]) await call("s3", "PutBucketVersioning", { ...bucket, ...enabled });
}

test("what is written is copied with its version id, headers and tags, and both tell of it", async (context) => {
  const { call, rules, settle, head } = await openReplication(context);
  await withVersions(call);
  await rules({ ...plain, Destination: { ...plain.Destination, StorageClass: "STANDARD_IA" } });
  const put = await call("s3", "PutObject", {
    ...b,
    Key: "a",
    Body: Buffer.from("hello"),
    ContentType: "text/plain",
    Metadata: { colour: "red" },
    Tagging: "x=1",
  });
  await settle();
  const copy = await head("copies", "a");
  assert.deepEqual(
    [copy.VersionId, copy.ETag, copy.ContentType, copy.Metadata, copy.StorageClass, copy.ReplicationStatus],
    [put.VersionId, put.ETag, "text/plain", { colour: "red" }, "STANDARD_IA", "REPLICA"],
  );
  assert.equal((await head("pictures", "a")).ReplicationStatus, "COMPLETED");
  assert.equal(await textOf((await call("s3", "GetObject", { ...copies, Key: "a" })).Body), "hello");
  // What is changed of a version later is changed of its copy.
  await call("s3", "PutObjectTagging", { ...b, Key: "a", Tagging: { TagSet: [{ Key: "x", Value: "2" }] } });
  await settle();
  assert.deepEqual((await call("s3", "GetObjectTagging", { ...copies, Key: "a" })).TagSet, [{ Key: "x", Value: "2" }]);
});

test("large bodies and uploads in parts are copied as they are", async (context) => {
  const { call, rules, settle, head } = await openReplication(context);
  await withVersions(call);
  await rules(plain);
  const upload = await call("s3", "CreateMultipartUpload", { ...b, Key: "parts" });
  const of = { ...b, Key: "parts", UploadId: upload.UploadId ?? "" };
  const Parts = [];
  for (const [index, size] of [5 * 1024 ** 2, 10].entries()) {
    const { ETag } = await call("s3", "UploadPart", { ...of, PartNumber: index + 1, Body: Buffer.alloc(size, index) });
    Parts.push({ ETag, PartNumber: index + 1 });
  }
  const made = await call("s3", "CompleteMultipartUpload", { ...of, MultipartUpload: { Parts } });
  await settle();
  const copy = await head("copies", "parts");
  assert.deepEqual([copy.ETag, copy.ContentLength, copy.ReplicationStatus], [made.ETag, 5 * 1024 ** 2 + 10, "REPLICA"]);
  await call("s3", "DeleteObject", { ...b, Key: "parts", VersionId: made.VersionId });
  await settle();
  // A version that is deleted for good takes no copy along.
  const { Body } = await call("s3", "GetObject", { ...copies, Key: "parts", Range: "bytes=5242880-" });
  assert.equal(await textOf(Body), "\u0001".repeat(10));
});

test("a rule is about a prefix and tags; of several for one bucket the greatest priority holds", async (context) => {
  const { call, rules, settle, head } = await openReplication(context);
  await withVersions(call);
  const Filter = { And: { Prefix: "in/", Tags: [{ Key: "keep", Value: "yes" }] } };
  await rules(
    { ...plain, Filter },
    {
      ...plain,
      ID: "cold",
      Priority: 2,
      Filter: { Prefix: "in/cold" },
      Destination: { ...plain.Destination, StorageClass: "GLACIER_IR" },
    },
  );
  const put = (Key: string, Tagging?: string) =>
    call("s3", "PutObject", { ...b, Key, Body: Buffer.from("x"), Tagging });
  await put("in/kept", "keep=yes");
  await put("in/other", "keep=no");
  await put("out", "keep=yes");
  await put("in/cold", "keep=yes");
  await settle();
  const { Contents = [] } = await call("s3", "ListObjectsV2", copies);
  assert.deepEqual(
    Contents.map(({ Key, StorageClass }) => [Key, StorageClass]),
    [
      ["in/cold", "GLACIER_IR"],
      ["in/kept", "STANDARD"],
    ],
  );
  assert.equal((await head("pictures", "in/other")).ReplicationStatus, undefined);
});

test("delete markers are copied where the rule says so; a copy is not copied again", async (context) => {
  const { call, rules, settle, head } = await openReplication(context);
  await withVersions(call);
  await rules({ ...plain, DeleteMarkerReplication: { Status: "Enabled" } });
  await call("s3", "PutBucketReplication", {
    ...copies,
    ReplicationConfiguration: { Role: role, Rules: [{ ...plain, Destination: { Bucket: "arn:aws:s3:::pictures" } }] },
  });
  await call("s3", "PutObject", { ...b, Key: "a", Body: Buffer.from("1") });
  await settle();
  const { VersionId } = await call("s3", "DeleteObject", { ...b, Key: "a" });
  await settle();
  await refuses(head("copies", "a"), "NotFound", /./);
  const { DeleteMarkers = [], Versions = [] } = await call("s3", "ListObjectVersions", copies);
  assert.deepEqual([DeleteMarkers.map((each) => each.VersionId), Versions.length], [[VersionId], 1]);
  // Each way has its own: what is made in the copies' bucket comes back.
  await call("s3", "PutObject", { ...copies, Key: "b", Body: Buffer.from("2") });
  await settle();
  assert.equal((await head("pictures", "b")).ReplicationStatus, "REPLICA");
  assert.equal((await call("s3", "ListObjectVersions", { ...b, Prefix: "a" })).Versions?.length, 1);
});

test("the role must be allowed what it does, and what fails is told", async (context) => {
  const { call, rules, settle, head } = await openReplication(context, "enforce");
  await withVersions(call);
  await rules(plain);
  const trust = { Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" };
  await call("iam", "CreateRole", {
    RoleName: "copier",
    AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
  });
  await call("s3", "PutObject", { ...b, Key: "a", Body: Buffer.from("1") });
  await settle();
  assert.equal((await head("pictures", "a")).ReplicationStatus, "FAILED");
  const Statement = [
    { Effect: "Allow", Action: "s3:GetObjectVersionForReplication", Resource: "arn:aws:s3:::pictures/*" },
    { Effect: "Allow", Action: "s3:ReplicateObject", Resource: "arn:aws:s3:::copies/*" },
  ];
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await call("iam", "PutRolePolicy", { RoleName: "copier", PolicyName: "copy", PolicyDocument });
  await call("s3", "PutObject", { ...b, Key: "b", Body: Buffer.from("1") });
  await settle();
  assert.equal((await head("pictures", "b")).ReplicationStatus, "COMPLETED");
});

test("a configuration is kept as it was put, and refused as AWS refuses it", async (context) => {
  const { call, rules } = await openReplication(context);
  const noVersions = "Versioning must be 'Enabled' on the bucket to apply a replication configuration";
  await refuses(call("s3", "GetBucketReplication", b), "ReplicationConfigurationNotFoundError", /./);
  await refuses(rules(plain), "InvalidRequest", "Destination bucket must have versioning enabled.");
  await call("s3", "PutBucketVersioning", { ...copies, ...enabled });
  await refuses(rules(plain), "InvalidRequest", noVersions);
  await withVersions(call);
  await refuses(rules(), "MalformedXML", /./);
  await refuses(rules({ ...plain, Priority: undefined }), "InvalidRequest", /^Priority must be specified/);
  await refuses(rules(plain, { ...plain, ID: "other" }), "InvalidRequest", "Found duplicate priority 1");
  await refuses(rules(plain, { ...plain, Priority: 2 }), "InvalidArgument", /^Rule Id must be unique/);
  const tagged = {
    ...plain,
    Filter: { Tag: { Key: "a", Value: "b" } },
    DeleteMarkerReplication: { Status: "Enabled" },
  };
  await refuses(rules(tagged), "InvalidRequest", /^Delete marker replication is not supported if any Tag filter/);
  const existing = { ...plain, ExistingObjectReplication: { Status: "Enabled" } };
  await refuses(rules(existing), "NotImplemented", /existing objects/);
  await rules({ ...plain, ID: undefined });
  const { ReplicationConfiguration } = await call("s3", "GetBucketReplication", b);
  const [rule] = ReplicationConfiguration?.Rules ?? [];
  assert.match(rule?.ID ?? "", /^\w{48}$/);
  assert.deepEqual({ ...rule, ID: "all" }, plain);
  const suspend = { ...b, VersioningConfiguration: { Status: "Suspended" } } as const;
  await refuses(
    call("s3", "PutBucketVersioning", suspend),
    "InvalidBucketState",
    /^A replication configuration is present/,
  );
  await call("s3", "DeleteBucketReplication", b);
  await call("s3", "PutBucketVersioning", suspend);
});

test("a copy is locked as its bucket locks by default, and what is changed of its original takes no lock away", async (context) => {
  const { call, clock, rules, settle, head } = await openReplication(context);
  await withVersions(call);
  const Retention = { Mode: "COMPLIANCE", Days: 10 } as const;
  await call("s3", "PutObjectLockConfiguration", {
    ...copies,
    ObjectLockConfiguration: { ObjectLockEnabled: "Enabled", Rule: { DefaultRetention: Retention } },
  });
  await call("s3", "PutObjectLockConfiguration", { ...b, ObjectLockConfiguration: { ObjectLockEnabled: "Enabled" } });
  await rules({ ...plain, DeleteMarkerReplication: { Status: "Enabled" } });
  const { VersionId } = await call("s3", "PutObject", { ...b, Key: "a", Body: Buffer.from("1") });
  await settle();
  const lockOf = async (bucket: string) => {
    const { ObjectLockMode, ObjectLockRetainUntilDate, ObjectLockLegalHoldStatus } = await head(bucket, "a");
    return [ObjectLockMode, ObjectLockRetainUntilDate?.getTime(), ObjectLockLegalHoldStatus];
  };
  const inDays = (days: number) => new Date(clock.nowMs() + days * 24 * 3_600_000);
  const tenDays = (await lockOf("copies"))[1];
  assert.deepEqual(await lockOf("copies"), ["COMPLIANCE", tenDays, undefined]);
  assert.equal(tenDays, inDays(10).getTime());
  assert.deepEqual(await lockOf("pictures"), [undefined, undefined, undefined]);

  await call("s3", "PutObjectLegalHold", { ...copies, Key: "a", LegalHold: { Status: "ON" } });
  await call("s3", "PutObjectTagging", { ...b, Key: "a", Tagging: { TagSet: [{ Key: "x", Value: "1" }] } });
  await settle();
  assert.deepEqual((await call("s3", "GetObjectTagging", { ...copies, Key: "a" })).TagSet, [{ Key: "x", Value: "1" }]);
  assert.deepEqual(await lockOf("copies"), ["COMPLIANCE", tenDays, "ON"]);

  const retain = async (Mode: "COMPLIANCE" | "GOVERNANCE", days: number) => {
    const RetainUntilDate = inDays(days);
    await call("s3", "PutObjectRetention", { ...b, Key: "a", Retention: { Mode, RetainUntilDate } });
    await settle();
    return RetainUntilDate.getTime();
  };
  await retain("GOVERNANCE", 4);
  await retain("COMPLIANCE", 5);
  assert.deepEqual(await lockOf("copies"), ["COMPLIANCE", tenDays, "ON"]);
  const longer = await retain("COMPLIANCE", 30);
  assert.deepEqual(await lockOf("copies"), ["COMPLIANCE", longer, "ON"]);
  await refuses(call("s3", "DeleteObject", { ...copies, Key: "a", VersionId }), "AccessDenied", /object lock/);
  // A marker is no version that could be locked.
  const marker = await call("s3", "DeleteObject", { ...b, Key: "a" });
  await settle();
  await call("s3", "DeleteObject", { ...copies, Key: "a", VersionId: marker.VersionId });
});

test("another account's role is refused where it is given", async (context) => {
  const { call } = await openReplication(context, "enforce");
  await withVersions(call);
  const Role = "arn:aws:iam::111111111111:role/copier";
  const put = call("s3", "PutBucketReplication", { ...b, ReplicationConfiguration: { Role, Rules: [plain] } });
  await assert.rejects(put, { name: "AccessDenied", message: "Cross-account pass role is not allowed." });
  await assert.rejects(call("s3", "GetBucketReplication", b), { name: "ReplicationConfigurationNotFoundError" });
});
