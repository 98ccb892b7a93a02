import { fail } from "../../../platform/aws-error.ts";
import { toTagList } from "../../tags.ts";
import { readSetting } from "../buckets/settings.ts";
import { noSuchTagSet } from "../errors.ts";
import type { S3Operation } from "../operation.ts";

export const getBucketTagging: S3Operation<"GetBucketTagging"> = async (input, context) => {
  const { bucket, value } = await readSetting(context, input, "tags");
  return { TagSet: toTagList(JSON.parse(value ?? fail(noSuchTagSet(bucket.name)))) };
};
