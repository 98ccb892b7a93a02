import { readSetting } from "../buckets/settings.ts";
import type { S3Operation } from "../operation.ts";

/** Nothing for a bucket without an access log. */
export const getBucketLogging: S3Operation<"GetBucketLogging"> = async (input, context) => {
  const { value } = await readSetting(context, input, "logging");
  return value === undefined ? {} : { LoggingEnabled: JSON.parse(value) };
};
