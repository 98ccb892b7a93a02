import type { Bucket } from "../buckets/bucket.ts";
import { openBucketAnywhere } from "../buckets/open-bucket.ts";
import { keyToRead } from "../encryption/customer-key.ts";
import { notInActiveTier } from "../errors.ts";
import type { S3Context } from "../operation.ts";
import { isReadable } from "./check-readable.ts";
import { checkCopyConditions } from "./conditions.ts";
import { type FoundVersion, findVersion } from "./find-version.ts";
import { parseCopySource } from "./parse-copy-source.ts";

export interface CopySourceInput {
  readonly CopySource: string;
  readonly CopySourceIfMatch?: string | undefined;
  readonly CopySourceIfNoneMatch?: string | undefined;
  readonly CopySourceIfModifiedSince?: Date | undefined;
  readonly CopySourceIfUnmodifiedSince?: Date | undefined;
  readonly CopySourceSSECustomerAlgorithm?: string | undefined;
  readonly CopySourceSSECustomerKey?: string | undefined;
  readonly CopySourceSSECustomerKeyMD5?: string | undefined;
  readonly ExpectedSourceBucketOwner?: string | undefined;
}

export interface CopySource extends FoundVersion {
  readonly bucket: Bucket;
  /** What its bytes are encrypted with, where it was the client's key. */
  readonly customerKey: Buffer | undefined;
  /** To be called when its bytes have been read. */
  readonly release: () => void;
}

/**
 * Finds what is to be copied and holds its bytes; that reading it needs its permission, the access rules say. Throws InvalidArgument, what a GET
 * of it would throw, and PreconditionFailed.
 */
export async function openCopySource(context: S3Context, input: CopySourceInput): Promise<CopySource> {
  const source = parseCopySource(input.CopySource);
  // Unlike any other read, a copy may reach into another region.
  const bucket = await openBucketAnywhere(context, { ...source, ExpectedBucketOwner: input.ExpectedSourceBucketOwner });
  const { found, release } = await context.state.bodies.hold(
    () => findVersion(context, bucket, source),
    ({ object }) => object.content,
  );
  try {
    const { object } = found;
    if (!isReadable(object, context.host.clock.nowMs())) throw notInActiveTier();
    const customerKey = keyToRead(object.attributes.encryption, {
      SSECustomerAlgorithm: input.CopySourceSSECustomerAlgorithm,
      SSECustomerKey: input.CopySourceSSECustomerKey,
      SSECustomerKeyMD5: input.CopySourceSSECustomerKeyMD5,
    });
    checkCopyConditions(object, {
      ifMatch: input.CopySourceIfMatch,
      ifNoneMatch: input.CopySourceIfNoneMatch,
      ifModifiedSince: input.CopySourceIfModifiedSince,
      ifUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
      nowMs: context.host.clock.nowMs(),
    });
    return { ...found, bucket, customerKey, release };
  } catch (error) {
    release();
    throw error;
  }
}
