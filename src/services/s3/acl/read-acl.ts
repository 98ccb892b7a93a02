import type { ReadTransaction } from "../../../storage/database.ts";
import type { Bucket } from "../buckets/bucket.ts";
import { bucketStore } from "../buckets/bucket-store.ts";
import { canonicalUserId } from "../buckets/owner.ts";
import { readOwnership } from "../buckets/settings.ts";
import type { StoredObject } from "../objects/stored-object.ts";
import { type Acl, privateAcl } from "./acl.ts";

/** A bucket's ACL, as it is in force: with ACLs disabled only the owner's. */
export async function readBucketAcl(tx: ReadTransaction, bucket: Bucket): Promise<Acl> {
  const stored = await bucketStore.setting(tx, "acl");
  if (stored === undefined || (await areDisabled(tx))) return privateAcl(canonicalUserId(bucket.account));
  return JSON.parse(stored);
}

/** The same of one version of an object. */
export async function readObjectAcl(
  tx: ReadTransaction,
  bucket: Bucket,
  { attributes }: Pick<StoredObject, "attributes">,
): Promise<Acl> {
  const { acl } = attributes;
  return acl === undefined || (await areDisabled(tx)) ? privateAcl(canonicalUserId(bucket.account)) : acl;
}

async function areDisabled(tx: ReadTransaction): Promise<boolean> {
  return (await readOwnership(tx)) === "BucketOwnerEnforced";
}
