import { bucketStore } from "../buckets/bucket-store.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import { illegalVersioning, invalidBucketState, malformedXml, notImplemented } from "../errors.ts";
import type { S3Operation } from "../operation.ts";

/** Enables or suspends versioning; a bucket that once had it is never again without. */
export const putBucketVersioning: S3Operation<"PutBucketVersioning"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  const { Status: status, MFADelete } = input.VersioningConfiguration;
  if (MFADelete === "Enabled" || input.MFA !== undefined) throw notImplemented("MFA delete");
  if (status === undefined) throw illegalVersioning();
  if (status !== "Enabled" && status !== "Suspended") throw malformedXml();
  await context.state.buckets.write(bucket, async (tx, row) => {
    if (status === "Suspended" && row.objectLock !== undefined) throw needsVersioning("An Object Lock");
    if (status === "Suspended" && row.replication !== undefined) throw needsVersioning("A replication");
    await bucketStore.put(tx, { ...row, versioning: status });
  });
  return {};
};

function needsVersioning(whose: string) {
  return invalidBucketState(
    `${whose} configuration is present on this bucket, so the versioning state cannot be changed.`,
  );
}
