import { deleteConfiguration } from "../configurations/configurations.ts";
import type { S3Operation } from "../operation.ts";

export const deleteBucketAnalyticsConfiguration: S3Operation<"DeleteBucketAnalyticsConfiguration"> = async (
  input,
  context,
) => {
  await deleteConfiguration(context, input, "analytics");
  return {};
};
