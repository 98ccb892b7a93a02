import { checkMetrics } from "../configurations/check-configuration.ts";
import { putConfiguration } from "../configurations/configurations.ts";
import type { S3Operation } from "../operation.ts";

/** Keeps which objects there are whose requests are counted apart. */
export const putBucketMetricsConfiguration: S3Operation<"PutBucketMetricsConfiguration"> = async (input, context) => {
  const { Id: id, MetricsConfiguration: configuration } = input;
  await putConfiguration(context, input, "metrics", configuration, () => checkMetrics(id, configuration));
  return {};
};
