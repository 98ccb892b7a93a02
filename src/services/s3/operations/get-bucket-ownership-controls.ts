import type { ObjectOwnership } from "@aws-sdk/client-s3";
import { fail } from "../../../platform/aws-error.ts";
import { bucketStore } from "../buckets/bucket-store.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import { ownershipControlsNotFound } from "../errors.ts";
import type { S3Operation } from "../model.ts";

export const getBucketOwnershipControls: S3Operation<"GetBucketOwnershipControls"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  const ownership = await context.state.buckets.read(bucket, (tx) => bucketStore.setting(tx, "ownership"));
  const rule = { ObjectOwnership: (ownership ?? fail(ownershipControlsNotFound(bucket.name))) as ObjectOwnership };
  return { OwnershipControls: { Rules: [rule] } };
};
