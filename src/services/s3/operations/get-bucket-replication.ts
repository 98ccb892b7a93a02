import { openBucket } from "../buckets/open-bucket.ts";
import { replicationConfigurationNotFound } from "../errors.ts";
import type { S3Operation } from "../operation.ts";

/** The rules as they were put, each with an id. */
export const getBucketReplication: S3Operation<"GetBucketReplication"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  const { replication } = await context.state.buckets.read(bucket, async (_tx, row) => row);
  if (replication === undefined) throw replicationConfigurationNotFound(bucket.name);
  return { ReplicationConfiguration: replication.configuration };
};
