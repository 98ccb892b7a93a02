import { fail } from "../../../platform/aws-error.ts";
import { readSetting } from "../buckets/settings.ts";
import { noSuchCors } from "../errors.ts";
import type { S3Operation } from "../operation.ts";

export const getBucketCors: S3Operation<"GetBucketCors"> = async (input, context) => {
  const { bucket, value } = await readSetting(context, input, "cors");
  return { CORSRules: JSON.parse(value ?? fail(noSuchCors(bucket.name))) };
};
