import type { Bucket } from "../buckets/bucket.ts";
import { openBucketAnywhere } from "../buckets/open-bucket.ts";
import { keyToRead } from "../encryption/customer-key.ts";
import { invalidArgument, notInActiveTier } from "../errors.ts";
import type { S3Context } from "../model.ts";
import { isReadable } from "./check-readable.ts";
import { checkCopyConditions } from "./conditions.ts";
import { type FoundVersion, findVersion } from "./find-version.ts";

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
 * Finds what is to be copied, with the permission that reading it needs, and holds its bytes. Throws InvalidArgument, what a GET
 * of it would throw, and PreconditionFailed.
 */
export async function openCopySource(context: S3Context, input: CopySourceInput): Promise<CopySource> {
  const source = parseCopySource(input.CopySource);
  await context.authorize("GetObject", source);
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

/** `bucket/key` or `/bucket/key`, percent-encoded, perhaps with `?versionId=…`. Throws InvalidArgument. */
export function parseCopySource(text: string): { Bucket: string; Key: string; VersionId: string | undefined } {
  const [path = "", VersionId] = text.split(/\?versionId=/);
  const decoded = decode(path).replace(/^\//, "");
  const slash = decoded.indexOf("/");
  if (slash < 1 || slash === decoded.length - 1) {
    throw invalidArgument(
      "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
      "x-amz-copy-source",
      text,
    );
  }
  return { Bucket: decoded.slice(0, slash), Key: decoded.slice(slash + 1), VersionId };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path.replace(/\+/g, "%20"));
  } catch {
    throw invalidArgument("Invalid copy source encoding", "x-amz-copy-source", path);
  }
}
