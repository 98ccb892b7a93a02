import type { Acl } from "../acl/acl.ts";
import type { Bucket } from "../buckets/bucket.ts";
import type { BucketRow } from "../buckets/bucket-store.ts";
import { type AskedEncryption, toNewEncryption } from "../encryption/object-encryption.ts";
import { toNewLock } from "../object-lock/lock-configuration.ts";
import type { ObjectDraft, ObjectLock } from "./stored-object.ts";

/** What a request asks for a new object; where it asks for nothing, the bucket's defaults decide. */
export interface WantedAttributes {
  readonly acl: Acl | undefined;
  readonly encryption: AskedEncryption | undefined;
  readonly lock: ObjectLock | undefined;
}

interface DraftFacts {
  readonly row: BucketRow;
  readonly bucket: Bucket;
  readonly nowMs: number;
  /** To be used where the bytes' digest must not be shown. */
  readonly etag: string;
}

/**
 * A draft with its attributes, in the write that commits it: only there are the bucket's defaults sure. Throws InvalidRequest for a lock
 * in a bucket without Object Lock. An object encrypted with other than S3's own keys has an ETag that is no MD5. Source: "Object",
 * ETag.
 */
export function completeDraft(
  draft: Omit<ObjectDraft, "attributes">,
  wanted: WantedAttributes,
  { row, bucket, nowMs, etag }: DraftFacts,
): ObjectDraft {
  const encryption = toNewEncryption(row.encryption, wanted.encryption, bucket);
  const lock = toNewLock(row.objectLock, wanted.lock, nowMs);
  return {
    ...draft,
    etag: encryption && !draft.isMultipart ? etag : draft.etag,
    attributes: {
      ...(wanted.acl && { acl: wanted.acl }),
      ...(encryption && { encryption }),
      ...(lock && { lock }),
    },
  };
}
