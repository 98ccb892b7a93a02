import { listConfigurations } from "../configurations/configurations.ts";
import type { S3Operation } from "../operation.ts";

export const listBucketAnalyticsConfigurations: S3Operation<"ListBucketAnalyticsConfigurations"> = async (
  input,
  context,
) => {
  const { list, ...page } = await listConfigurations(context, input, "analytics");
  return { AnalyticsConfigurationList: list, ...page };
};
