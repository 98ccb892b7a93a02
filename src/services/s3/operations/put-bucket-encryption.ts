import { writeSetting } from "../buckets/settings.ts";
import { malformedXml, notImplemented } from "../errors.ts";
import type { S3Operation } from "../model.ts";

/** Accepts SSE-S3, which is what there is; what keys of KMS would encrypt is refused. */
export const putBucketEncryption: S3Operation<"PutBucketEncryption"> = async (input, context) => {
  const [rule, ...others] = input.ServerSideEncryptionConfiguration.Rules ?? [];
  if (!rule || others.length > 0) throw malformedXml();
  const algorithm = rule.ApplyServerSideEncryptionByDefault?.SSEAlgorithm ?? "AES256";
  if (algorithm !== "AES256") throw notImplemented(`the default encryption ${algorithm}`);
  const stored = { Rules: [{ BucketKeyEnabled: false, ...rule }] };
  await writeSetting(context, input, "encryption", JSON.stringify(stored));
  return {};
};
