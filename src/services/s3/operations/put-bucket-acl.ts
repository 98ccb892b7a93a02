import { readBucketAcl } from "../acl/read-acl.ts";
import { replacingAcl } from "../acl/requested-acl.ts";
import { bucketStore } from "../buckets/bucket-store.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import type { S3Operation } from "../operation.ts";

/** Replaces the bucket's ACL, where ACLs are enabled. */
export const putBucketAcl: S3Operation<"PutBucketAcl"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  const ofAccount = await context.state.accountBlocks.of(bucket.account);
  await context.state.buckets.write(bucket, async (tx) => {
    const acl = await replacingAcl(tx, bucket, await readBucketAcl(tx, bucket), input, ofAccount);
    await bucketStore.putSetting(tx, "acl", JSON.stringify(acl));
  });
  return {};
};
