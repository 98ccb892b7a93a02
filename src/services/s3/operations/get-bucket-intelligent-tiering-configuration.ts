import { getConfiguration } from "../configurations/configurations.ts";
import type { S3Operation } from "../operation.ts";

export const getBucketIntelligentTieringConfiguration: S3Operation<"GetBucketIntelligentTieringConfiguration"> = async (
  input,
  context,
) => ({
  IntelligentTieringConfiguration: await getConfiguration(context, input, "intelligent-tiering"),
});
