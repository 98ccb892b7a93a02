import { deleteConfiguration } from "../configurations/configurations.ts";
import type { S3Operation } from "../operation.ts";

export const deleteBucketMetricsConfiguration: S3Operation<"DeleteBucketMetricsConfiguration"> = async (
  input,
  context,
) => {
  await deleteConfiguration(context, input, "metrics");
  return {};
};
