import { fail } from "../../../platform/aws-error.ts";
import { mayBeCommitted } from "../../../storage/unreachable-storage-error.ts";
import type { Bucket } from "../buckets/bucket.ts";
import { invalidArgument, noSuchUpload } from "../errors.ts";
import { limits } from "../limits.ts";
import type { ReceivedBody } from "../objects/receive-body.ts";
import { blobsOf } from "../objects/stored-object.ts";
import type { S3Context } from "../operation.ts";
import { type Part, type Upload, uploadStore } from "./upload-store.ts";

/** Throws InvalidArgument. */
export function checkPartNumber(number: number): void {
  if (Number.isInteger(number) && number >= 1 && number <= limits.parts) return;
  throw invalidArgument(
    `Part number must be an integer between 1 and ${limits.parts}, inclusive`,
    "partNumber",
    number,
  );
}

/** Commits a part whose bytes are in the blob store, in place of one of the same number. Gives the bytes back if the upload is gone. */
export async function storePart(
  context: S3Context,
  bucket: Bucket,
  upload: Upload,
  number: number,
  received: ReceivedBody,
): Promise<Part> {
  const { state, host } = context;
  const part: Part = {
    number,
    sizeBytes: received.sizeBytes,
    // Where the bytes' digest must not be shown, it is any text of that form.
    etag: upload.wanted.encryption ? host.random.text(32, "0123456789abcdef") : received.md5.toString("hex"),
    modifiedMs: host.clock.nowMs(),
    blob: received.content[0]?.blob,
    iv: received.content[0]?.iv,
    checksum: received.checksumOf(upload.checksum.algorithm).toString("base64"),
  };
  try {
    const former = await state.buckets.write(bucket, async (tx) => {
      if (!(await uploadStore.find(tx, upload.key, upload.id))) fail(noSuchUpload(upload.id));
      const replaced = await uploadStore.findPart(tx, upload.id, number);
      await uploadStore.putPart(tx, upload.id, part);
      return replaced?.blob;
    });
    if (former !== undefined) state.bodies.discard([former]);
    return part;
  } catch (error) {
    if (!mayBeCommitted(error)) state.bodies.discard(blobsOf(received));
    throw error;
  }
}
