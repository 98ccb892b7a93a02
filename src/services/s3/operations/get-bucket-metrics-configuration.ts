import { getConfiguration } from "../configurations/configurations.ts";
import type { S3Operation } from "../operation.ts";

export const getBucketMetricsConfiguration: S3Operation<"GetBucketMetricsConfiguration"> = async (input, context) => ({
  MetricsConfiguration: await getConfiguration(context, input, "metrics"),
});
