import type { AccessControlPolicy, Grant } from "@aws-sdk/client-s3";
import type { Bucket } from "../buckets/bucket.ts";
import { canonicalUserId, toOwner } from "../buckets/owner.ts";
import { readOwnership } from "../buckets/settings.ts";
import { accessControlListNotSupported, notImplemented } from "../errors.ts";
import type { S3Context } from "../model.ts";

/** The only ACL there is: the bucket's owner has full control. */
export function ownerAcl({ account }: Bucket): { Owner: { ID: string }; Grants: Grant[] } {
  const Grantee = { ID: canonicalUserId(account), Type: "CanonicalUser" as const };
  return { Owner: toOwner(account), Grants: [{ Grantee, Permission: "FULL_CONTROL" }] };
}

/** An ACL sent in the body. Throws unless it is the one there is. */
export async function checkAclBody(
  context: S3Context,
  bucket: Bucket,
  policy: AccessControlPolicy | undefined,
): Promise<void> {
  if (!policy) return;
  const grants = policy.Grants ?? [];
  const owner = canonicalUserId(bucket.account);
  const isOwners = grants.every(({ Grantee, Permission }) => Grantee?.ID === owner && Permission === "FULL_CONTROL");
  if (grants.length > 0 && isOwners) return;
  const ownership = await context.state.buckets.read(bucket, readOwnership);
  throw ownership === "BucketOwnerEnforced"
    ? accessControlListNotSupported()
    : notImplemented("ACLs with grants to others");
}
