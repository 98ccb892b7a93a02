import { fail } from "../../../platform/aws-error.ts";
import type { Bucket } from "../buckets/bucket.ts";
import { noSuchUpload } from "../errors.ts";
import type { S3Context } from "../operation.ts";
import { type Upload, uploadStore } from "./upload-store.ts";

/** Throws NoSuchUpload. */
export async function findUpload(context: S3Context, bucket: Bucket, key: string, id: string): Promise<Upload> {
  const upload = await context.state.buckets.read(bucket, (tx) => uploadStore.find(tx, key, id));
  return upload ?? fail(noSuchUpload(id));
}
