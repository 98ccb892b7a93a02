import { bucketStore } from "../buckets/bucket-store.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import { invalidRequest } from "../errors.ts";
import type { S3Context, S3Operation } from "../operation.ts";
import { checkReplication } from "../replication/check-replication.ts";
import { bucketOf } from "../replication/replication.ts";
import { ReplicationRules } from "../replication/replication-rules.ts";

/** Copies what is written from now on; both buckets must have versions. */
export const putBucketReplication: S3Operation<"PutBucketReplication"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  const newId = () => context.host.random.text(48, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
  const stored = checkReplication(input.ReplicationConfiguration, bucket.name, newId);
  const replication = new ReplicationRules(JSON.stringify(stored));
  const targets = new Set((stored.Rules ?? []).map(bucketOf));
  for (const target of targets) await checkTarget(context, target);
  await context.state.buckets.write(bucket, async (tx, row) => {
    if (row.versioning !== "Enabled") {
      throw invalidRequest("Versioning must be 'Enabled' on the bucket to apply a replication configuration");
    }
    await bucketStore.put(tx, { ...row, replication });
  });
  return {};
};

/** Who may not know whether a bucket is there hears the same of one that is not. */
async function checkTarget(context: S3Context, name: string): Promise<void> {
  const target = await context.state.buckets.find(name);
  const row = target && (await context.state.buckets.read(target, async (_tx, found) => found));
  if (row?.versioning !== "Enabled") throw invalidRequest("Destination bucket must have versioning enabled.");
}
