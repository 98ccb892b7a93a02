import { bucketStore } from "../buckets/bucket-store.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import { kmsKeyNotApplicable, malformedXml } from "../errors.ts";
import type { S3Operation } from "../operation.ts";

/** Sets how new objects are encrypted that do not say it themselves. */
export const putBucketEncryption: S3Operation<"PutBucketEncryption"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  const [rule, ...others] = input.ServerSideEncryptionConfiguration.Rules ?? [];
  const { SSEAlgorithm: algorithm, KMSMasterKeyID: keyId } = rule?.ApplyServerSideEncryptionByDefault ?? {};
  if (!rule || others.length > 0 || algorithm === undefined || !algorithms.has(algorithm)) throw malformedXml();
  if (algorithm === "AES256" && keyId !== undefined) throw kmsKeyNotApplicable();
  const encryption = JSON.stringify({ Rules: [{ BucketKeyEnabled: false, ...rule }] });
  await context.state.buckets.write(bucket, (tx, row) => bucketStore.put(tx, { ...row, encryption }));
  return {};
};

const algorithms: ReadonlySet<string> = new Set(["AES256", "aws:kms", "aws:kms:dsse"]);
