import { fail } from "../../../platform/aws-error.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import { noSuchLifecycleConfiguration } from "../errors.ts";
import { readLifecycle } from "../lifecycle/lifecycle-rule.ts";
import type { S3Operation } from "../operation.ts";

export const getBucketLifecycleConfiguration: S3Operation<"GetBucketLifecycleConfiguration"> = async (
  input,
  context,
) => {
  const bucket = await openBucket(context, input);
  const stored = await context.state.buckets.read(bucket, async (_tx, { lifecycle }) => lifecycle);
  const { rules, minimumSize } = readLifecycle(stored ?? fail(noSuchLifecycleConfiguration(bucket.name)));
  return { Rules: [...rules], TransitionDefaultMinimumObjectSize: minimumSize };
};
