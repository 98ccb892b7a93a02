import type { Bucket } from "../buckets/bucket.ts";
import { readOwnership, readPublicAccessBlock } from "../buckets/settings.ts";
import { accessControlListNotSupported, accessDenied, headerNotImplemented } from "../errors.ts";
import type { S3Context } from "../model.ts";

export interface AclInput {
  readonly ACL?: string | undefined;
  readonly GrantFullControl?: string | undefined;
  readonly GrantRead?: string | undefined;
  readonly GrantReadACP?: string | undefined;
  readonly GrantWrite?: string | undefined;
  readonly GrantWriteACP?: string | undefined;
}

/**
 * Lets pass what leaves the owner with full control and nobody with more, which is how every bucket and object is. Throws
 * AccessControlListNotSupported with ACLs disabled, AccessDenied for a public one that is blocked, and refuses other ACLs by
 * name. Source: "Controlling ownership of objects and disabling ACLs for your bucket".
 */
export async function checkAcl(context: S3Context, bucket: Bucket, input: AclInput): Promise<void> {
  const grant = grantHeaders.find(([member]) => input[member] !== undefined)?.[1];
  if (grant === undefined && input.ACL === undefined) return;
  const { ownership, block } = await context.state.buckets.read(bucket, async (tx) => ({
    ownership: await readOwnership(tx),
    block: await readPublicAccessBlock(tx),
  }));
  if (input.ACL === "bucket-owner-full-control" && grant === undefined) return;
  if (ownership === "BucketOwnerEnforced") throw accessControlListNotSupported();
  if (grant !== undefined) throw headerNotImplemented(grant);
  if (input.ACL === "private" || input.ACL === "bucket-owner-read") return;
  const isPublic = input.ACL === "public-read" || input.ACL === "public-read-write";
  if (isPublic && block.BlockPublicAcls) throw accessDenied();
  throw headerNotImplemented(`x-amz-acl: ${input.ACL}`);
}

const grantHeaders: readonly (readonly [keyof AclInput, string])[] = [
  ["GrantFullControl", "x-amz-grant-full-control"],
  ["GrantRead", "x-amz-grant-read"],
  ["GrantReadACP", "x-amz-grant-read-acp"],
  ["GrantWrite", "x-amz-grant-write"],
  ["GrantWriteACP", "x-amz-grant-write-acp"],
];
