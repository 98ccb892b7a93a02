import { listConfigurations } from "../configurations/configurations.ts";
import type { S3Operation } from "../operation.ts";

export const listBucketIntelligentTieringConfigurations: S3Operation<
  "ListBucketIntelligentTieringConfigurations"
> = async (input, context) => {
  const { list, ...page } = await listConfigurations(context, input, "intelligent-tiering");
  return { IntelligentTieringConfigurationList: list, ...page };
};
