import { checkIntelligentTiering } from "../configurations/check-configuration.ts";
import { putConfiguration } from "../configurations/configurations.ts";
import type { S3Operation } from "../operation.ts";

/** Keeps which objects there are that are archived when nobody reads them. */
export const putBucketIntelligentTieringConfiguration: S3Operation<"PutBucketIntelligentTieringConfiguration"> = async (
  input,
  context,
) => {
  const { Id: id, IntelligentTieringConfiguration: configuration } = input;
  await putConfiguration(context, input, "intelligent-tiering", configuration, () =>
    checkIntelligentTiering(id, configuration),
  );
  return {};
};
