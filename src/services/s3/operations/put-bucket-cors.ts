import { writeSetting } from "../buckets/settings.ts";
import { checkCors } from "../cors/check-cors.ts";
import type { S3Operation } from "../operation.ts";

/** Replaces the bucket's CORS rules. */
export const putBucketCors: S3Operation<"PutBucketCors"> = async (input, context) => {
  const rules = input.CORSConfiguration.CORSRules ?? [];
  checkCors(rules);
  await writeSetting(context, input, "cors", JSON.stringify(rules));
  return {};
};
