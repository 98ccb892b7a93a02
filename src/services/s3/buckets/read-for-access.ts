import type { ReadTransaction } from "../../../storage/database.ts";
import type { ServiceHost } from "../../service.ts";
import { type Acl, groups } from "../acl/acl.ts";
import { type AclCaller, toStatements } from "../acl/acl-policy.ts";
import { readBucketAcl, readObjectAcl } from "../acl/read-acl.ts";
import { noSuchBucket } from "../errors.ts";
import { uploadStore } from "../multipart/upload-store.ts";
import { lookUp } from "../objects/find-version.ts";
import type { S3Context } from "../operation.ts";
import { listOf, type PolicyDocument, type PolicyStatement } from "../policy/policy-document.ts";
import { restrictPublic } from "../policy/public-policy.ts";
import { type Bucket, bucketArn, bucketKey, objectArn } from "./bucket.ts";
import { bucketNames, namesKey } from "./bucket-names.ts";
import { bucketStore } from "./bucket-store.ts";
import { canonicalUserId } from "./owner.ts";
import { type PublicAccessBlock, readBlockInForce } from "./public-access-block.ts";

/**
 * The account of a bucket; undefined if there is no such bucket. Who asks for the owner has no state to read a cache from; only callers whom policies
 * concern cost this look-up.
 */
export async function readBucketOwner({ storage }: ServiceHost, name: string): Promise<string | undefined> {
  return (await storage.partition(namesKey).read((tx) => bucketNames.find(tx, name)))?.account;
}

/** What is asked for, and from which account. */
export interface AskedResource {
  readonly bucket: string;
  readonly key: unknown;
  readonly versionId: unknown;
  readonly account: string;
  /** The id of the caller, as it is told of who began an upload, with the upload that he asks about. */
  readonly initiator?: { readonly id: string; readonly uploadId: string } | undefined;
}

/** The bucket's policy, JSON, as it is in force, with what the ACLs of the bucket and of the object give beside it. Throws NoSuchBucket. */
export async function readBucketPolicy({ host, state }: S3Context, asked: AskedResource): Promise<string | undefined> {
  const bucket = await state.buckets.find(asked.bucket);
  // That a bucket is not there anybody may know: names are everybody's.
  if (!bucket) throw noSuchBucket(asked.bucket);
  const ofAccount = await state.accountBlocks.of(bucket.account);
  return host.storage.partition(bucketKey(bucket)).read(async (tx) => {
    const policy = await bucketStore.setting(tx, "policy");
    const block = await readBlockInForce(tx, ofAccount);
    const granted = await statementsOfAcls(tx, bucket, block, asked);
    if (granted.length === 0 && (policy === undefined || !block.RestrictPublicBuckets)) return policy;
    const document = policy === undefined ? { Version: "2012-10-17" } : (JSON.parse(policy) as PolicyDocument);
    const inForce = block.RestrictPublicBuckets ? restrictPublic(document, bucket.account) : document;
    return JSON.stringify({ ...inForce, Statement: [...listOf(inForce.Statement), ...granted] });
  });
}

/** The owner's own full control is no news to the check: his account's policies decide about it. */
async function statementsOfAcls(
  tx: ReadTransaction,
  bucket: Bucket,
  block: PublicAccessBlock,
  { key, versionId, account, initiator }: AskedResource,
): Promise<PolicyStatement[]> {
  const caller: AclCaller = { account, canonicalId: canonicalUserId(account) };
  const inForce = (acl: Acl) => (block.IgnorePublicAcls ? withoutPublic(acl) : acl);
  const ofBucket = { kind: "bucket", arn: bucketArn(bucket.name) } as const;
  const statements = toStatements(inForce(othersOf(await readBucketAcl(tx, bucket), bucket)), ofBucket, caller);
  if (typeof key !== "string") return statements;
  if (initiator && (await uploadStore.find(tx, key, initiator.uploadId))?.initiator.ID === initiator.id)
    statements.push(allow(account, ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"], bucket, key));
  const found = await lookUp(tx, { Key: key, VersionId: typeof versionId === "string" ? versionId : undefined });
  if (!found) {
    // Who may list a bucket by its ACL may know that an object is not there, which nobody's ACL says. Source: "GetObject", permissions.
    const mayList = statements.filter(({ Action }) => listOf(Action).includes("s3:ListBucket"));
    const Resource = objectArn(bucket.name, key);
    return [...statements, ...mayList.map((statement) => ({ ...statement, Action: ["s3:GetObject"], Resource }))];
  }
  const acl = othersOf(await readObjectAcl(tx, bucket, found.object), bucket);
  return [...statements, ...toStatements(inForce(acl), { kind: "object", arn: objectArn(bucket.name, key) }, caller)];
}

function allow(account: string, Action: readonly string[], bucket: Bucket, key: string): PolicyStatement {
  return { Effect: "Allow", Principal: { AWS: account }, Action, Resource: objectArn(bucket.name, key) };
}

function othersOf(acl: Acl, { account }: Bucket): Acl {
  const owner = canonicalUserId(account);
  return { ...acl, grants: acl.grants.filter(({ id }) => id !== owner) };
}

function withoutPublic(acl: Acl): Acl {
  const isPublic = (group: string | undefined) => group === groups.allUsers || group === groups.authenticatedUsers;
  return { ...acl, grants: acl.grants.filter(({ group }) => !isPublic(group)) };
}
