import type { AccessControlPolicy } from "@aws-sdk/client-s3";
import { fail } from "../../../platform/aws-error.ts";
import type { ReadTransaction } from "../../../storage/database.ts";
import type { Bucket } from "../buckets/bucket.ts";
import { canonicalUserId } from "../buckets/owner.ts";
import { type PublicAccessBlock, readBlockInForce } from "../buckets/public-access-block.ts";
import { readOwnership } from "../buckets/settings.ts";
import {
  accessControlListNotSupported,
  accessDenied,
  invalidArgument,
  invalidRequest,
  missingSecurityHeader,
  unexpectedContent,
} from "../errors.ts";
import type { S3Context } from "../operation.ts";
import { type Acl, isPublicAcl } from "./acl.ts";
import { type AclOwners, toCannedAcl } from "./canned-acl.ts";
import { type AclInput, parseAclBody, parseGrantHeaders } from "./parse-grants.ts";

/**
 * The ACL that a new object is to have, from the request's headers; undefined for the usual one, with which it belongs to the bucket's
 * owner and to nobody else. Throws AccessControlListNotSupported with ACLs disabled, AccessDenied for a public one that is
 * blocked, InvalidRequest and InvalidArgument. Source: "Controlling ownership of objects and disabling ACLs for your bucket".
 */
export async function requestedObjectAcl(
  context: S3Context,
  bucket: Bucket,
  input: AclInput,
): Promise<Acl | undefined> {
  const isOwners = context.account === bucket.account;
  if (!asksForAcl(input) && isOwners) return undefined;
  const bucketOwnerId = canonicalUserId(bucket.account);
  // What is no ACL is told also where there are none.
  aclOfHeaders(input, { ownerId: bucketOwnerId, bucketOwnerId });
  const ofAccount = asksForAcl(input) ? await context.state.accountBlocks.of(bucket.account) : undefined;
  return context.state.buckets.read(bucket, async (tx) => {
    const ownership = await readOwnership(tx);
    if (ownership === "BucketOwnerEnforced") {
      if (asksForAcl(input) && input.ACL !== "bucket-owner-full-control") throw accessControlListNotSupported();
      return undefined;
    }
    const handsOver = ownership === "BucketOwnerPreferred" && input.ACL === "bucket-owner-full-control";
    const ownerId = handsOver ? bucketOwnerId : canonicalUserId(context.account);
    const acl = aclOfHeaders({ ACL: "private", ...definedOf(input) }, { ownerId, bucketOwnerId });
    await checkBlock(tx, ofAccount, acl);
    return isPlain(acl, bucketOwnerId) ? undefined : acl;
  });
}

/** The ACL that PutBucketAcl or PutObjectAcl brings, in a header or in the body. `current` is the one there is. Throws the same. */
export async function replacingAcl(
  tx: ReadTransaction,
  bucket: Bucket,
  current: Acl,
  input: AclInput & { readonly AccessControlPolicy?: AccessControlPolicy | undefined },
  ofAccount: PublicAccessBlock | undefined,
): Promise<Acl> {
  const { AccessControlPolicy: body } = input;
  if (body && asksForAcl(input)) throw unexpectedContent();
  if (!body && !asksForAcl(input)) throw missingSecurityHeader("x-amz-acl");
  const owners = { ownerId: current.ownerId, bucketOwnerId: canonicalUserId(bucket.account) };
  const acl = body ? parseAclBody(body) : aclOfHeaders(input, owners);
  if ((await readOwnership(tx)) === "BucketOwnerEnforced") {
    if (body && isSame(acl, current)) return current;
    if (body ?? input.ACL !== "bucket-owner-full-control") throw accessControlListNotSupported();
    return current;
  }
  // Nobody gives his things away by an ACL.
  if (acl.ownerId !== current.ownerId) throw accessDenied();
  await checkBlock(tx, ofAccount, acl);
  return acl;
}

export function asksForAcl(input: AclInput): boolean {
  return (
    (input.ACL ??
      input.GrantFullControl ??
      input.GrantRead ??
      input.GrantReadACP ??
      input.GrantWrite ??
      input.GrantWriteACP) !== undefined
  );
}

/** Throws InvalidRequest for both ways at once. */
export function aclOfHeaders(input: AclInput, owners: AclOwners): Acl {
  const grants = parseGrantHeaders(input);
  if (grants.length > 0) {
    if (input.ACL !== undefined) {
      throw invalidRequest("Specifying both Canned ACLs and Header Grants is not allowed");
    }
    return { ownerId: owners.ownerId, grants };
  }
  const name = input.ACL ?? "private";
  return toCannedAcl(name, owners) ?? fail(invalidArgument("", "x-amz-acl", name));
}

/** What a request leaves out is a private ACL, unless it has grants. */
function definedOf(input: AclInput): AclInput {
  const { ACL, GrantFullControl, GrantRead, GrantReadACP, GrantWrite, GrantWriteACP } = input;
  const grants = { GrantFullControl, GrantRead, GrantReadACP, GrantWrite, GrantWriteACP };
  const hasGrants = Object.values(grants).some((grant) => grant !== undefined);
  return hasGrants ? { ACL, ...grants } : ACL === undefined ? {} : { ACL };
}

async function checkBlock(tx: ReadTransaction, ofAccount: PublicAccessBlock | undefined, acl: Acl): Promise<void> {
  if (isPublicAcl(acl) && (await readBlockInForce(tx, ofAccount)).BlockPublicAcls) throw accessDenied();
}

function isPlain({ ownerId, grants }: Acl, bucketOwnerId: string): boolean {
  const [only, ...others] = grants;
  return ownerId === bucketOwnerId && others.length === 0 && only?.id === ownerId && only.permission === "FULL_CONTROL";
}

function isSame(one: Acl, other: Acl): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
