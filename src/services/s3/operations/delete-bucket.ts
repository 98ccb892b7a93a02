import { bucketStore } from "../buckets/bucket-store.ts";
import { forgetBucketTopic, freeName } from "../buckets/forget-bucket.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import { bucketNotEmpty } from "../errors.ts";
import { objectStore } from "../objects/object-store.ts";
import type { S3Operation } from "../operation.ts";

/**
 * Deletes an empty bucket. Its row goes in one commit with the check that it is empty, so that no object can slip in; the name is
 * in another partition and is freed afterwards, by an effect if we should not live to do it.
 */
export const deleteBucket: S3Operation<"DeleteBucket"> = async (input, context) => {
  const { state, host } = context;
  const bucket = await openBucket(context, input);
  const id = host.random.uuid();
  await state.buckets.write(bucket, async (tx, row) => {
    if (!(await objectStore.isEmpty(tx))) throw bucketNotEmpty(bucket.name, row.versioning !== undefined);
    await bucketStore.remove(tx);
    await tx.emit({ topic: forgetBucketTopic, id, payload: JSON.stringify(bucket) });
  });
  await freeName(host.storage, bucket);
  return {};
};
