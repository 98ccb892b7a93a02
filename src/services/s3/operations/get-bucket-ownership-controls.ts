import type { ObjectOwnership } from "@aws-sdk/client-s3";
import { fail } from "../../../platform/aws-error.ts";
import { readSetting } from "../buckets/settings.ts";
import { ownershipControlsNotFound } from "../errors.ts";
import type { S3Operation } from "../operation.ts";

export const getBucketOwnershipControls: S3Operation<"GetBucketOwnershipControls"> = async (input, context) => {
  const { bucket, value } = await readSetting(context, input, "ownership");
  const rule = { ObjectOwnership: (value ?? fail(ownershipControlsNotFound(bucket.name))) as ObjectOwnership };
  return { OwnershipControls: { Rules: [rule] } };
};
