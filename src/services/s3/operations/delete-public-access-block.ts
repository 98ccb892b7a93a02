import { writeSetting } from "../buckets/settings.ts";
import type { S3Operation } from "../operation.ts";

export const deletePublicAccessBlock: S3Operation<"DeletePublicAccessBlock"> = async (input, context) => {
  await writeSetting(context, input, "public-access-block", undefined);
  return {};
};
