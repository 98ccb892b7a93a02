import assert from "node:assert/strict";
import { test } from "node:test";
import { pictures as b, openS3Test } from "../../../../test/support/s3.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { UnreachableStorageError } from "../../../storage/unreachable-storage-error.ts";
import { rootPrincipal } from "../../principal.ts";
import type { S3Context } from "../operation.ts";
import { s3 } from "../service.ts";
import type { S3State } from "../state.ts";
import { bucketKey, bucketsKind } from "./bucket.ts";
import { bucketNames, namesKey } from "./bucket-names.ts";
import { bucketStore } from "./bucket-store.ts";
import { checkBucketName } from "./check-bucket-name.ts";
import { createBucketOnce } from "./create-bucket.ts";

const other = { account: "111111111111", region: "us-east-1", principal: rootPrincipal("111111111111") };
const inIreland = { account: "000000000000", region: "eu-west-1", principal: rootPrincipal("000000000000") };
test("bucket names are AWS's", () => {
  for (const name of ["abc", "a-b.c", "1ab", "x".repeat(63), "my.bucket-1"]) checkBucketName(name);
  const wrong = [
    "ab",
    "x".repeat(64),
    "Abc",
    "a_b",
    "-ab",
    "ab-",
    ".ab",
    "a..b",
    "foo-.bar",
    "foo.-bar",
    "1.2.3.4",
    "xn--a",
    "a-s3alias",
    "a--x-s3",
  ];
  for (const name of wrong) assert.throws(() => checkBucketName(name), { name: "InvalidBucketName" }, name);
});

test("names of an account's own namespace need its header, and the account and region in them", async (context) => {
  const { call } = await openS3Test(context);
  const create = (Bucket: string, BucketNamespace?: "account-regional" | "global") =>
    call("s3", "CreateBucket", { Bucket, BucketNamespace });
  await create("mine-000000000000-us-east-1-an", "account-regional");
  await assert.rejects(create("other-000000000000-us-east-1-an"), { name: "InvalidBucketName" });
  await assert.rejects(create("x-111111111111-us-east-1-an", "account-regional"), { name: "InvalidNamespaceHeader" });
  await assert.rejects(create("wrong-suffix", "account-regional"), { name: "InvalidNamespaceHeader" });
});

test("a new bucket has AWS's defaults", async (context) => {
  const { call } = await openS3Test(context);
  const { OwnershipControls } = await call("s3", "GetBucketOwnershipControls", b);
  assert.deepEqual(OwnershipControls, { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] });
  const { PublicAccessBlockConfiguration } = await call("s3", "GetPublicAccessBlock", b);
  assert.deepEqual(PublicAccessBlockConfiguration, {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  });
  assert.deepEqual(await call("s3", "GetBucketVersioning", b), {});
  assert.deepEqual(await call("s3", "GetBucketLocation", b), {});
  const encryption = await call("s3", "GetBucketEncryption", b);
  assert.deepEqual(encryption.ServerSideEncryptionConfiguration?.Rules, [
    { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false },
  ]);
  const { Owner, Grants } = await call("s3", "GetBucketAcl", b);
  assert.match(Owner?.ID ?? "", /^[0-9a-f]{64}$/);
  assert.deepEqual(Grants, [{ Grantee: { ID: Owner?.ID, Type: "CanonicalUser" }, Permission: "FULL_CONTROL" }]);
  assert.deepEqual(await call("s3", "GetBucketNotificationConfiguration", b), {});
  assert.deepEqual(await call("s3", "GetBucketAccelerateConfiguration", b), {});
  assert.deepEqual(await call("s3", "GetBucketLogging", b), {});
  assert.deepEqual(await call("s3", "GetBucketRequestPayment", b), { Payer: "BucketOwner" });
});

test("what a bucket has not been given is missing under AWS's names", async (context) => {
  const { call } = await openS3Test(context);
  const refuses = (request: Promise<unknown>, name: string) => assert.rejects(request, { name, status: 404 });
  await refuses(call("s3", "GetBucketTagging", b), "NoSuchTagSet");
  await refuses(call("s3", "GetBucketPolicy", b), "NoSuchBucketPolicy");
  await refuses(call("s3", "GetBucketPolicyStatus", b), "NoSuchBucketPolicy");
  await refuses(call("s3", "GetBucketCors", b), "NoSuchCORSConfiguration");
  await refuses(call("s3", "GetBucketLifecycleConfiguration", b), "NoSuchLifecycleConfiguration");
  await refuses(call("s3", "GetBucketReplication", b), "ReplicationConfigurationNotFoundError");
  await refuses(call("s3", "GetBucketWebsite", b), "NoSuchWebsiteConfiguration");
  await refuses(call("s3", "GetObjectLockConfiguration", b), "ObjectLockConfigurationNotFoundError");
});

test("a name belongs to one account in all the world", async (context) => {
  const { call, table } = await openS3Test(context);
  // Made again by its owner in us-east-1 it succeeds, and nothing changes.
  await call("s3", "PutObject", { ...b, Key: "kept", Body: "x" });
  await call("s3", "CreateBucket", b);
  await call("s3", "HeadObject", { ...b, Key: "kept" });
  await assert.rejects(table.call("s3", "CreateBucket", b, other), { name: "BucketAlreadyExists", status: 409 });
  const ireland = { ...b, CreateBucketConfiguration: { LocationConstraint: "eu-west-1" as const } };
  await assert.rejects(table.call("s3", "CreateBucket", ireland, inIreland), { name: "BucketAlreadyOwnedByYou" });
  await assert.rejects(call("s3", "CreateBucket", { Bucket: "No" }), {
    name: "InvalidBucketName",
    fields: { BucketName: "No" },
  });
});

test("two accounts that want one name at once: one gets it and nothing of the other is left", async (context) => {
  const { call, table } = await openServiceTest(context, [s3]);
  const both = await Promise.allSettled([call("s3", "CreateBucket", b), table.call("s3", "CreateBucket", b, other)]);
  assert.deepEqual(both.map(({ status }) => status).toSorted(), ["fulfilled", "rejected"]);
  assert.equal((await table.host.storage.listPartitions(bucketsKind, { limit: 10 })).length, 1);
});

test("a bucket is made where the endpoint and the constraint say", async (context) => {
  const { call, table } = await openS3Test(context);
  const create = (Bucket: string, LocationConstraint: string | undefined, as = inIreland) =>
    table.call(
      "s3",
      "CreateBucket",
      { Bucket, CreateBucketConfiguration: { LocationConstraint: LocationConstraint as never } },
      as,
    );
  await create("ireland", "eu-west-1");
  assert.equal((await call("s3", "GetBucketLocation", { Bucket: "ireland" })).LocationConstraint, "eu-west-1");
  await create("old-name", "EU");
  assert.equal((await call("s3", "GetBucketLocation", { Bucket: "old-name" })).LocationConstraint, "EU");
  await assert.rejects(create("x-1", undefined), {
    name: "IllegalLocationConstraintException",
    message:
      "The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.",
  });
  await assert.rejects(create("x-1", "us-west-2"), {
    name: "IllegalLocationConstraintException",
    message: /us-west-2/,
  });
  const fromVirginia = { ...inIreland, region: "us-east-1" };
  await create("frankfurt", "eu-central-1", fromVirginia);
  assert.equal((await call("s3", "GetBucketLocation", { Bucket: "frankfurt" })).LocationConstraint, "eu-central-1");
  await assert.rejects(create("x-1", "us-east-1", fromVirginia), { name: "InvalidLocationConstraint" });
  await assert.rejects(create("x-1", "nowhere", fromVirginia), { name: "InvalidLocationConstraint" });
  // In another region than its own a bucket is not served.
  await assert.rejects(call("s3", "ListObjectsV2", { Bucket: "ireland" }), { name: "PermanentRedirect", status: 301 });
  assert.equal((await table.call("s3", "ListObjectsV2", { Bucket: "ireland" }, inIreland)).KeyCount, 0);
});

test("HeadBucket tells the region, or 404", async (context) => {
  const { call } = await openS3Test(context);
  const { BucketRegion, BucketArn } = await call("s3", "HeadBucket", b);
  assert.deepEqual([BucketRegion, BucketArn], ["us-east-1", "arn:aws:s3:::pictures"]);
  await assert.rejects(call("s3", "HeadBucket", { Bucket: "nobody" }), { name: "NotFound", status: 404 });
  const owner = { ...b, ExpectedBucketOwner: "111111111111" };
  await assert.rejects(call("s3", "HeadBucket", owner), { name: "AccessDenied", status: 403 });
  for (const Bucket of ["pictures", "nobody"]) {
    await assert.rejects(call("s3", "GetBucketLocation", { Bucket, ExpectedBucketOwner: "invalid" }), {
      name: "InvalidBucketOwnerAWSAccountID",
      status: 400,
      message: "The value of the expected bucket owner parameter must be an AWS Account ID... [invalid]",
    });
  }
});

test("ListBuckets shows the account's own, pages and filters", async (context) => {
  const { call, table } = await openS3Test(context);
  for (const Bucket of ["zebra", "pictures-2"]) await call("s3", "CreateBucket", { Bucket });
  await table.call("s3", "CreateBucket", { Bucket: "foreign" }, other);
  const names = (output: { Buckets?: { Name?: string }[] }) => output.Buckets?.map(({ Name }) => Name);
  assert.deepEqual(names(await call("s3", "ListBuckets", {})), ["pictures", "pictures-2", "zebra"]);
  const first = await call("s3", "ListBuckets", { MaxBuckets: 2 });
  assert.deepEqual(names(first), ["pictures", "pictures-2"]);
  assert.equal(first.Buckets?.[0]?.BucketRegion, "us-east-1");
  const second = await call("s3", "ListBuckets", { MaxBuckets: 2, ContinuationToken: first.ContinuationToken });
  assert.deepEqual(names(second), ["zebra"]);
  assert.equal(second.ContinuationToken, undefined);
  assert.deepEqual(names(await call("s3", "ListBuckets", { Prefix: "pic" })), ["pictures", "pictures-2"]);
  await assert.rejects(call("s3", "ListBuckets", { MaxBuckets: 0 }), { name: "InvalidArgument" });
});

test("DeleteBucket wants it empty, and then the name is free for anybody", async (context) => {
  const { call, table, asRoot, blobNames } = await openS3Test(context);
  const { storage } = table.host;
  await call("s3", "PutObject", { ...b, Key: "k", Body: "x" });
  await assert.rejects(call("s3", "DeleteBucket", b), {
    name: "BucketNotEmpty",
    status: 409,
    fields: { BucketName: "pictures" },
  });
  await call("s3", "DeleteObject", { ...b, Key: "k" });
  // An unfinished upload does not keep a bucket; its bytes go with it.
  const { UploadId = "" } = await call("s3", "CreateMultipartUpload", { ...b, Key: "big" });
  await call("s3", "UploadPart", { ...b, Key: "big", UploadId, PartNumber: 1, Body: "part" });
  await call("s3", "DeleteBucket", b);
  await assert.rejects(call("s3", "DeleteBucket", b), { name: "NoSuchBucket", fields: { BucketName: "pictures" } });
  await assert.rejects(call("s3", "PutObject", { ...b, Key: "k", Body: "x" }), { name: "NoSuchBucket" });
  await storage.outbox.idle();
  assert.deepEqual(await storage.listPartitions(bucketsKind, { limit: 10 }), []);
  assert.deepEqual(await blobNames(), []);
  await table.call("s3", "CreateBucket", b, other);
  assert.equal((await table.call("s3", "ListObjectsV2", b, other)).KeyCount, 0);
  assert.equal((await table.call("s3", "ListMultipartUploads", b, other)).Uploads?.length, 0);
  assert.equal((await table.call("s3", "ListBuckets", {}, asRoot)).Buckets?.length, 0);
});

test("an object put while the bucket is being deleted is in it or is refused, never lost", async (context) => {
  const { call } = await openS3Test(context);
  const [put, removed] = await Promise.allSettled([
    call("s3", "PutObject", { ...b, Key: "k", Body: "x" }),
    call("s3", "DeleteBucket", b),
  ]);
  assert.notEqual(put.status, removed.status);
});

test("CreateBucket refuses what it cannot do", async (context) => {
  const { call } = await openS3Test(context);
  const create = (input: object) => call("s3", "CreateBucket", { Bucket: "new-one", ...input });
  await assert.rejects(create({ ACL: "public-read" }), { name: "InvalidBucketAclWithObjectOwnership" });
  await assert.rejects(create({ ACL: "public-read", ObjectOwnership: "ObjectWriter" }), {
    name: "InvalidBucketAclWithBlockPublicAccessError",
  });
  await assert.rejects(create({ ObjectOwnership: "Nobody" }), { name: "InvalidArgument" });
  const directory = { CreateBucketConfiguration: { Bucket: { Type: "Directory" } } };
  await assert.rejects(create(directory), { name: "NotImplemented", message: /directory buckets/ });
  const tagged = { CreateBucketConfiguration: { Tags: [{ Key: "a", Value: "b" }] }, ACL: "private" };
  await create(tagged);
  assert.deepEqual((await call("s3", "GetBucketTagging", { Bucket: "new-one" })).TagSet, [{ Key: "a", Value: "b" }]);
});

test("bucket tags are replaced as a whole", async (context) => {
  const { call } = await openS3Test(context);
  const put = (TagSet: { Key: string; Value: string }[]) =>
    call("s3", "PutBucketTagging", { ...b, Tagging: { TagSet } });
  await put([{ Key: "a", Value: "1" }]);
  await put([{ Key: "b", Value: "" }]);
  assert.deepEqual((await call("s3", "GetBucketTagging", b)).TagSet, [{ Key: "b", Value: "" }]);
  await call("s3", "DeleteBucketTagging", b);
  await assert.rejects(call("s3", "GetBucketTagging", b), { name: "NoSuchTagSet" });
  await assert.rejects(put([{ Key: "", Value: "x" }]), { name: "InvalidTag" });
  await assert.rejects(
    put([
      { Key: "x", Value: "1" },
      { Key: "x", Value: "2" },
    ]),
    { name: "InvalidTag" },
  );
  await assert.rejects(put([{ Key: "aws:x", Value: "1" }]), { name: "InvalidTag" });
  const make = (Bucket: string, Tags: { Key: string; Value: string }[]) =>
    call("s3", "CreateBucket", { Bucket, CreateBucketConfiguration: { Tags } });
  await assert.rejects(make("reserved", [{ Key: "aws:x", Value: "1" }]), {
    name: "InvalidTag",
    message: /^User-defined tag keys can't start with "aws:"\./,
  });
  // Made again it is as it was, with tags it is refused.
  await make("tagged", [{ Key: "x", Value: "1" }]);
  await make("tagged", []);
  await assert.rejects(make("tagged", [{ Key: "x", Value: "1" }]), { name: "BucketAlreadyOwnedByYou", status: 409 });
  assert.deepEqual((await call("s3", "GetBucketTagging", { Bucket: "tagged" })).TagSet, [{ Key: "x", Value: "1" }]);
});

test("ownership controls and ACLs go together", async (context) => {
  const { call } = await openS3Test(context);
  const putAcl = (ACL: string) => call("s3", "PutBucketAcl", { ...b, ACL: ACL as never });
  await putAcl("bucket-owner-full-control");
  const disabled = { name: "AccessControlListNotSupported", message: "The bucket does not allow ACLs", status: 400 };
  await assert.rejects(putAcl("private"), disabled);
  await assert.rejects(call("s3", "PutObject", { ...b, Key: "k", ACL: "public-read" }), disabled);
  const GrantRead = `id=${"1".repeat(64)}`;
  await assert.rejects(call("s3", "PutObject", { ...b, Key: "k", GrantRead }), disabled);
  // What is none is told first.
  await assert.rejects(putAcl("loud"), { name: "InvalidArgument" });
  await assert.rejects(call("s3", "PutObject", { ...b, Key: "k", ACL: "loud" as never }), { name: "InvalidArgument" });
  await assert.rejects(call("s3", "PutBucketAcl", { ...b, GrantWrite: "id=1" }), { message: "Invalid id" });
  await call("s3", "PutObject", { ...b, Key: "k", ACL: "bucket-owner-full-control" });
  const rules = (ObjectOwnership: string) => ({
    OwnershipControls: { Rules: [{ ObjectOwnership: ObjectOwnership as never }] },
  });
  await call("s3", "PutBucketOwnershipControls", { ...b, ...rules("ObjectWriter") });
  await putAcl("private");
  await assert.rejects(putAcl("public-read"), { name: "AccessDenied" });
  await call("s3", "DeletePublicAccessBlock", b);
  await assert.rejects(call("s3", "GetPublicAccessBlock", b), { name: "NoSuchPublicAccessBlockConfiguration" });
  await putAcl("public-read");
  await assert.rejects(call("s3", "PutBucketOwnershipControls", { ...b, ...rules("Nobody") }), {
    name: "MalformedXML",
  });
  await call("s3", "DeleteBucketOwnershipControls", b);
  await assert.rejects(call("s3", "GetBucketOwnershipControls", b), { name: "OwnershipControlsNotFoundError" });
});

test("an ACL in the body must be the owner's", async (context) => {
  const { call } = await openS3Test(context);
  await call("s3", "PutObject", { ...b, Key: "k" });
  const { Owner, Grants } = await call("s3", "GetObjectAcl", { ...b, Key: "k" });
  await call("s3", "PutObjectAcl", { ...b, Key: "k", AccessControlPolicy: { Owner, Grants } });
  await call("s3", "PutBucketAcl", { ...b, AccessControlPolicy: { Owner, Grants } });
  const foreign = [{ Grantee: { ID: "f".repeat(64), Type: "CanonicalUser" as const }, Permission: "READ" as const }];
  const put = call("s3", "PutObjectAcl", { ...b, Key: "k", AccessControlPolicy: { Owner, Grants: foreign } });
  await assert.rejects(put, { name: "AccessControlListNotSupported" });
  await assert.rejects(call("s3", "GetObjectAcl", { ...b, Key: "nothing" }), { name: "NoSuchKey" });
});

test("what PutPublicAccessBlock does not say is off", async (context) => {
  const { call } = await openS3Test(context);
  await call("s3", "PutPublicAccessBlock", { ...b, PublicAccessBlockConfiguration: { BlockPublicAcls: true } });
  const { PublicAccessBlockConfiguration } = await call("s3", "GetPublicAccessBlock", b);
  assert.deepEqual(PublicAccessBlockConfiguration, {
    BlockPublicAcls: true,
    IgnorePublicAcls: false,
    BlockPublicPolicy: false,
    RestrictPublicBuckets: false,
  });
});

test("default encryption is SSE-S3 or what is put", async (context) => {
  const { call } = await openS3Test(context);
  const put = (SSEAlgorithm: string) =>
    call("s3", "PutBucketEncryption", {
      ...b,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: SSEAlgorithm as never } }],
      },
    });
  await put("AES256");
  await put("aws:kms");
  await assert.rejects(put("rot13"), { name: "MalformedXML" });
  await call("s3", "DeleteBucketEncryption", b);
  const { ServerSideEncryptionConfiguration } = await call("s3", "GetBucketEncryption", b);
  assert.equal(
    ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm,
    "AES256",
  );
});

test("CORS rules are checked and kept", async (context) => {
  const { call } = await openS3Test(context);
  const put = (rule: object) =>
    call("s3", "PutBucketCors", { ...b, CORSConfiguration: { CORSRules: [rule as never] } });
  const rule = { AllowedMethods: ["GET"], AllowedOrigins: ["https://*.example.com"], MaxAgeSeconds: 60 };
  await put(rule);
  assert.deepEqual((await call("s3", "GetBucketCors", b)).CORSRules, [rule]);
  await assert.rejects(put({ ...rule, AllowedMethods: ["PATCH"] }), { name: "InvalidRequest", message: /PATCH/ });
  await assert.rejects(put({ ...rule, AllowedOrigins: ["*.a.*"] }), { name: "InvalidRequest" });
  await assert.rejects(put({ AllowedMethods: ["GET"] }), { name: "MalformedXML" });
  await call("s3", "DeleteBucketCors", b);
  await assert.rejects(call("s3", "GetBucketCors", b), { name: "NoSuchCORSConfiguration" });
});

test("a bucket that is being deleted cannot be made again before its name is free", async (context) => {
  const { call, table } = await openS3Test(context);
  const { storage } = table.host;
  const state = table.services.get("s3")?.state as S3State;
  const bucket = await state.buckets.find("pictures");
  assert.ok(bucket);
  await storage.partition(bucketKey(bucket)).write((tx) => bucketStore.remove(tx));
  await assert.rejects(call("s3", "CreateBucket", b), { name: "OperationAborted", status: 409 });
  await storage.partition(namesKey).write((tx) => bucketNames.remove(tx, bucket));
  await call("s3", "CreateBucket", b);
});

test("a bucket of which nobody knows whether it has its name keeps what its name would lead to", async (context) => {
  const { call, table } = await openS3Test(context);
  const { storage } = table.host;
  const names = storage.partition(namesKey);
  const lost = {
    ...storage,
    partition: (key: typeof namesKey) =>
      key.kind !== namesKey.kind
        ? storage.partition(key)
        : {
            key,
            write: async (work: Parameters<typeof names.write>[0]) => {
              await names.write(work);
              throw new UnreachableStorageError();
            },
          },
  } as typeof storage;
  const at = { account: "000000000000", region: "us-east-1" };
  const bucket = { ...at, name: "perhaps", id: "0123456789abcdef", createdMs: 0 };
  const host = { ...table.host, storage: lost };
  await assert.rejects(createBucketOnce({ host } as S3Context, bucket, []), { code: "ServiceUnavailable" });
  await call("s3", "PutObject", { Bucket: "perhaps", Key: "k", Body: "x" });
});
