import type { PublicAccessBlock } from "../buckets/public-access-block.ts";
import { writeSetting } from "../buckets/settings.ts";
import type { S3Operation } from "../operation.ts";

/** What is not said is off. */
export const putPublicAccessBlock: S3Operation<"PutPublicAccessBlock"> = async (input, context) => {
  const asked = input.PublicAccessBlockConfiguration;
  const block: PublicAccessBlock = {
    BlockPublicAcls: asked.BlockPublicAcls ?? false,
    IgnorePublicAcls: asked.IgnorePublicAcls ?? false,
    BlockPublicPolicy: asked.BlockPublicPolicy ?? false,
    RestrictPublicBuckets: asked.RestrictPublicBuckets ?? false,
  };
  await writeSetting(context, input, "public-access-block", JSON.stringify(block));
  return {};
};
