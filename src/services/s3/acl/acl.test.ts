import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { pictures as b, openS3Test } from "../../../../test/support/s3.ts";
import { createAccessControl } from "../../iam/access/access-control.ts";
import type { Principal } from "../../principal.ts";
import { rootPrincipal } from "../../principal.ts";
import { canonicalUserId } from "../buckets/owner.ts";
import { groups } from "./acl.ts";

const k = { ...b, Key: "k" } as const;
const owner = canonicalUserId("000000000000");
const stranger = "111111111111";
const anonymous: Principal = { kind: "anonymous", account: "000000000000", arn: "anonymous", userId: "anonymous" };

async function openWithAcls(context: TestContext) {
  const harness = await openS3Test(context, [], { auth: "enforce", access: createAccessControl });
  const { call } = harness;
  await call("s3", "DeletePublicAccessBlock", b);
  await call("s3", "PutBucketOwnershipControls", {
    ...b,
    OwnershipControls: { Rules: [{ ObjectOwnership: "ObjectWriter" }] },
  });
  const as = (principal: Principal) => ({ account: principal.account, region: "us-east-1", principal });
  const asNobody = as(anonymous);
  const asStranger = as(rootPrincipal(stranger));
  return { ...harness, asNobody, asStranger };
}

test("what is public everybody may read, until public ACLs are ignored or ACLs are disabled", async (context) => {
  const { call, table, asNobody } = await openWithAcls(context);
  const get = () => table.call("s3", "GetObject", k, asNobody);
  await call("s3", "PutObject", { ...k, Body: "x" as never });
  await assert.rejects(get(), { name: "AccessDenied" });
  await call("s3", "PutObjectAcl", { ...k, ACL: "public-read" });
  await get();
  await assert.rejects(table.call("s3", "PutObject", { ...k, Body: "y" as never }, asNobody), { name: "AccessDenied" });
  const ignore = { ...b, PublicAccessBlockConfiguration: { IgnorePublicAcls: true } };
  await call("s3", "PutPublicAccessBlock", ignore);
  await assert.rejects(get(), { name: "AccessDenied" });
  await call("s3", "DeletePublicAccessBlock", b);
  await get();
  const enforced = { OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" as const }] } };
  await call("s3", "PutBucketOwnershipControls", { ...b, ...enforced });
  await assert.rejects(get(), { name: "AccessDenied" });
  const { Grants } = await call("s3", "GetObjectAcl", k);
  assert.deepEqual(Grants, [{ Grantee: { Type: "CanonicalUser", ID: owner }, Permission: "FULL_CONTROL" }]);
});

test("grants name other accounts by their canonical ids", async (context) => {
  const { call, table, asStranger, asNobody } = await openWithAcls(context);
  const id = canonicalUserId(stranger);
  await call("s3", "PutObject", {
    ...k,
    Body: "x" as never,
    GrantRead: `id="${id}"`,
    GrantReadACP: `uri=${groups.authenticatedUsers}`,
  });
  await table.call("s3", "GetObject", k, asStranger);
  await table.call("s3", "GetObjectAcl", k, asStranger);
  await assert.rejects(table.call("s3", "GetObjectAcl", k, asNobody), { name: "AccessDenied" });
  await assert.rejects(table.call("s3", "ListObjectsV2", b, asStranger), { name: "AccessDenied" });
  await call("s3", "PutBucketAcl", { ...b, ACL: "authenticated-read" });
  await table.call("s3", "ListObjectsV2", b, asStranger);
  await assert.rejects(table.call("s3", "ListObjectsV2", b, asNobody), { name: "AccessDenied" });
});

test("an object belongs to who wrote it, or to the bucket's owner if that is said", async (context) => {
  const { call, table, asStranger } = await openWithAcls(context);
  await call("s3", "PutBucketAcl", { ...b, ACL: "public-read-write" });
  await table.call("s3", "PutObject", { ...k, Body: "x" as never }, asStranger);
  assert.equal((await call("s3", "GetObjectAcl", k)).Owner?.ID, canonicalUserId(stranger));
  const preferred = { OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerPreferred" as const }] } };
  await call("s3", "PutBucketOwnershipControls", { ...b, ...preferred });
  await table.call("s3", "PutObject", { ...k, Body: "x" as never, ACL: "bucket-owner-full-control" }, asStranger);
  assert.equal((await call("s3", "GetObjectAcl", k)).Owner?.ID, owner);
});

test("what is not there is told to who may list, and names of buckets to everybody", async (context) => {
  const { call, table, asNobody, asStranger } = await openWithAcls(context);
  const get = (Key: string) => table.call("s3", "GetObject", { ...b, Key }, asNobody);
  await call("s3", "PutObject", { ...k, Body: "x" as never });
  await assert.rejects(get("none"), { name: "AccessDenied" });
  await call("s3", "PutBucketAcl", { ...b, ACL: "public-read" });
  await assert.rejects(get("none"), { name: "NoSuchKey" });
  await assert.rejects(get("k"), { name: "AccessDenied" });
  await assert.rejects(table.call("s3", "GetObject", { ...k, Bucket: "nobodys" }, asNobody), { name: "NoSuchBucket" });
  await assert.rejects(table.call("s3", "CreateBucket", b, asStranger), { name: "BucketAlreadyExists" });
  // ACLs cannot be disabled while they give others something.
  const enforced = { OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" as const }] } };
  await assert.rejects(call("s3", "PutBucketOwnershipControls", { ...b, ...enforced }), {
    name: "InvalidBucketAclWithObjectOwnership",
  });
  await call("s3", "PutBucketAcl", { ...b, ACL: "private" });
  await call("s3", "PutBucketOwnershipControls", { ...b, ...enforced });
});

test("who began an upload in another's bucket may give it up, and nobody else", async (context) => {
  const { call, table, asNobody, asStranger } = await openWithAcls(context);
  await call("s3", "PutBucketAcl", { ...b, ACL: "public-read-write" });
  const { UploadId = "" } = await table.call("s3", "CreateMultipartUpload", k, asStranger);
  const upload = { ...k, UploadId };
  await assert.rejects(table.call("s3", "ListParts", upload, asNobody), { name: "AccessDenied" });
  await assert.rejects(table.call("s3", "AbortMultipartUpload", upload, asNobody), { name: "AccessDenied" });
  await table.call("s3", "ListParts", upload, asStranger);
  await table.call("s3", "AbortMultipartUpload", upload, asStranger);
});

test("an ACL's form is checked", async (context) => {
  const { call } = await openWithAcls(context);
  await call("s3", "PutObject", { ...k, Body: "x" as never });
  const put = (input: object) => call("s3", "PutObjectAcl", { ...k, ...input });
  await assert.rejects(put({ ACL: "public" }), { name: "InvalidArgument" });
  await assert.rejects(put({ ACL: "private", GrantRead: `id=${owner}` }), { name: "InvalidRequest" });
  await assert.rejects(put({ GrantRead: "id=1" }), { name: "InvalidArgument", message: "Invalid id" });
  await assert.rejects(put({ GrantRead: "uri=http://x" }), { name: "InvalidArgument", message: "Invalid group uri" });
  await assert.rejects(put({ GrantRead: "emailAddress=a@b.c" }), { name: "UnresolvableGrantByEmailAddress" });
  await assert.rejects(put({}), { name: "MissingSecurityHeader" });
  const group = { Grantee: { Type: "Group", URI: groups.allUsers }, Permission: "READ" };
  await put({ AccessControlPolicy: { Owner: { ID: owner }, Grants: [group] } });
  assert.deepEqual((await call("s3", "GetObjectAcl", k)).Grants, [group]);
  await assert.rejects(put({ AccessControlPolicy: { Grants: [group] } }), { name: "MalformedACLError" });
  await assert.rejects(put({ AccessControlPolicy: { Owner: { ID: canonicalUserId(stranger) }, Grants: [group] } }), {
    name: "AccessDenied",
  });
});
