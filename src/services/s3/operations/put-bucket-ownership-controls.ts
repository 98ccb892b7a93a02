import type { Acl } from "../acl/acl.ts";
import { bucketStore } from "../buckets/bucket-store.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import { canonicalUserId } from "../buckets/owner.ts";
import { ownerships } from "../buckets/settings.ts";
import { invalidBucketAclWithOwnership, malformedXml } from "../errors.ts";
import type { S3Operation } from "../operation.ts";

/** ACLs cannot be disabled while the bucket's own gives somebody else something. Source: "Controlling ownership of objects", prerequisites. */
export const putBucketOwnershipControls: S3Operation<"PutBucketOwnershipControls"> = async (input, context) => {
  const [rule, ...others] = input.OwnershipControls.Rules ?? [];
  const ownership = rule?.ObjectOwnership;
  if (!ownership || others.length > 0 || !ownerships.has(ownership)) throw malformedXml();
  const bucket = await openBucket(context, input);
  const owner = canonicalUserId(bucket.account);
  await context.state.buckets.write(bucket, async (tx) => {
    if (ownership === "BucketOwnerEnforced" && givesToOthers(await bucketStore.setting(tx, "acl"), owner))
      throw invalidBucketAclWithOwnership();
    await bucketStore.putSetting(tx, "ownership", ownership);
  });
  return {};
};

function givesToOthers(acl: string | undefined, owner: string): boolean {
  return acl !== undefined && (JSON.parse(acl) as Acl).grants.some(({ id }) => id !== owner);
}
