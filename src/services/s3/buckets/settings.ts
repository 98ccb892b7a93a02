import type { ReadTransaction } from "../../../storage/database.ts";
import type { S3Context } from "../operation.ts";
import type { Bucket } from "./bucket.ts";
import { bucketStore, type SettingName } from "./bucket-store.ts";
import { type BucketInput, openBucket } from "./open-bucket.ts";

/** One setting of the bucket that an operation names; undefined where it has none. */
export async function readSetting(
  context: S3Context,
  input: BucketInput,
  name: SettingName,
): Promise<{ bucket: Bucket; value: string | undefined }> {
  const bucket = await openBucket(context, input);
  return { bucket, value: await context.state.buckets.read(bucket, (tx) => bucketStore.setting(tx, name)) };
}

/** Puts a setting, or removes it with undefined. */
export async function writeSetting(
  context: S3Context,
  input: BucketInput,
  name: SettingName,
  value: string | undefined,
): Promise<void> {
  const bucket = await openBucket(context, input);
  await context.state.buckets.write(bucket, (tx) => bucketStore.putSetting(tx, name, value));
}

export const ownerships: ReadonlySet<string> = new Set(["BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced"]);

/** The ownership of a bucket whose controls were deleted is that of old buckets. Source: "Controlling ownership of objects". */
export async function readOwnership(tx: ReadTransaction): Promise<string> {
  return (await bucketStore.setting(tx, "ownership")) ?? "ObjectWriter";
}
