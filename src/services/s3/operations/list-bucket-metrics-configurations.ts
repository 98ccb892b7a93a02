import { listConfigurations } from "../configurations/configurations.ts";
import type { S3Operation } from "../operation.ts";

export const listBucketMetricsConfigurations: S3Operation<"ListBucketMetricsConfigurations"> = async (
  input,
  context,
) => {
  const { list, ...page } = await listConfigurations(context, input, "metrics");
  return { MetricsConfigurationList: list, ...page };
};
