import { deleteConfiguration } from "../configurations/configurations.ts";
import type { S3Operation } from "../operation.ts";

export const deleteBucketIntelligentTieringConfiguration: S3Operation<
  "DeleteBucketIntelligentTieringConfiguration"
> = async (input, context) => {
  await deleteConfiguration(context, input, "intelligent-tiering");
  return {};
};
