import type { Database } from "../../../storage/database.ts";
import type { EffectReceiver } from "../../service.ts";
import { delivered } from "../../targets/verdict.ts";
import { uploadStore } from "../multipart/upload-store.ts";
import type { S3State } from "../state.ts";
import { type Bucket, bucketKey } from "./bucket.ts";
import { bucketNames, namesKey } from "./bucket-names.ts";

export const forgetBucketTopic = "s3.forget-bucket";

/**
 * The second half of DeleteBucket, also after a crash: frees the name and drops what the bucket's partition still has, which is
 * unfinished uploads. Repeating it does no harm: a new bucket of that name has another id.
 */
export const forgetBucket: EffectReceiver<S3State> = async (effect, _from, { state, host }) => {
  const bucket = JSON.parse(effect.payload) as Bucket;
  await freeName(host.storage, bucket);
  const partition = host.storage.partition(bucketKey(bucket));
  for (;;) {
    const blobs = await partition.write((tx) => uploadStore.takeBlobs(tx, blobsAtOnce));
    state.bodies.discard(blobs);
    if (blobs.length < blobsAtOnce) break;
  }
  await partition.drop();
  return delivered;
};

export async function freeName(storage: Database, bucket: Bucket): Promise<void> {
  await storage.partition(namesKey).write((tx) => bucketNames.remove(tx, bucket));
}

const blobsAtOnce = 1_000;
