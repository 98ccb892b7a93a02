import { getConfiguration } from "../configurations/configurations.ts";
import type { S3Operation } from "../operation.ts";

export const getBucketAnalyticsConfiguration: S3Operation<"GetBucketAnalyticsConfiguration"> = async (
  input,
  context,
) => ({
  AnalyticsConfiguration: await getConfiguration(context, input, "analytics"),
});
