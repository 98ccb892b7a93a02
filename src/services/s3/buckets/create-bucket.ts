import { mayBeCommitted } from "../../../storage/unreachable-storage-error.ts";
import { tooManyBuckets } from "../errors.ts";
import { limits } from "../limits.ts";
import type { S3Context } from "../operation.ts";
import { type Bucket, bucketKey } from "./bucket.ts";
import { bucketNames, namesKey } from "./bucket-names.ts";
import { type BucketRow, bucketStore, type SettingName } from "./bucket-store.ts";

export type InitialSettings = readonly (readonly [SettingName, string])[];

/**
 * Makes a bucket, unless the name is taken: then gives the bucket that has it. Two partitions are written, the bucket's own
 * first and the name second, which is the moment it exists. A crash between the two leaves a partition that no name leads to;
 * `sweepBuckets` drops it.
 */
export async function createBucketOnce(
  context: S3Context,
  bucket: Bucket,
  settings: InitialSettings,
  row: Pick<BucketRow, "versioning" | "objectLock"> = { versioning: undefined, objectLock: undefined },
): Promise<Bucket | undefined> {
  const { storage } = context.host;
  const own = storage.partition(bucketKey(bucket));
  await own.write(async (tx) => {
    await bucketStore.put(tx, { ...row, createdMs: bucket.createdMs });
    for (const [name, value] of settings) await bucketStore.putSetting(tx, name, value);
  });
  try {
    const existing = await storage.partition(namesKey).write(async (tx) => {
      const found = await bucketNames.find(tx, bucket.name);
      if (found) return found;
      if ((await bucketNames.count(tx, bucket.account)) >= limits.bucketsPerAccount) throw tooManyBuckets();
      await bucketNames.add(tx, bucket);
      return undefined;
    });
    if (existing) await own.drop();
    return existing;
  } catch (error) {
    // Where a name may lead to it, the sweep looks whether one does.
    if (!mayBeCommitted(error)) await own.drop();
    throw error;
  }
}
