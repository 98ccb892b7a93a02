import { checkAnalytics } from "../configurations/check-configuration.ts";
import { putConfiguration } from "../configurations/configurations.ts";
import type { S3Operation } from "../operation.ts";

/** Keeps which objects there are whose storage classes are analysed. */
export const putBucketAnalyticsConfiguration: S3Operation<"PutBucketAnalyticsConfiguration"> = async (
  input,
  context,
) => {
  const { Id: id, AnalyticsConfiguration: configuration } = input;
  await putConfiguration(context, input, "analytics", configuration, () => checkAnalytics(id, configuration));
  return {};
};
