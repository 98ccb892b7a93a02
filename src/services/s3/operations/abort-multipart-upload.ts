import { fail } from "../../../platform/aws-error.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import { noSuchUpload, notImplemented } from "../errors.ts";
import { limits } from "../limits.ts";
import { uploadStore } from "../multipart/upload-store.ts";
import type { S3Operation } from "../operation.ts";

/** Ends an upload and gives its parts' room back. */
export const abortMultipartUpload: S3Operation<"AbortMultipartUpload"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  if (input.IfMatchInitiatedTime !== undefined) throw notImplemented("x-amz-if-match-initiated-time");
  const blobs = await context.state.buckets.write(bucket, async (tx) => {
    const upload = (await uploadStore.find(tx, input.Key, input.UploadId)) ?? fail(noSuchUpload(input.UploadId));
    const parts = await uploadStore.parts(tx, upload.id, 0, limits.parts);
    await uploadStore.remove(tx, upload);
    return parts.flatMap(({ blob }) => (blob === undefined ? [] : [blob]));
  });
  context.state.bodies.discard(blobs);
  return {};
};
