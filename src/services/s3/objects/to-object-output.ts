import { type StoredChecksum, toChecksumMembers } from "../checksums/stored-checksum.ts";
import { toEncryptionMembers } from "../encryption/object-encryption.ts";
import { expirationHeader } from "../lifecycle/expiration-header.ts";
import type { S3Context } from "../operation.ts";
import { replicationStatus } from "../replication/replication.ts";
import type { ByteRange } from "./bodies.ts";
import { toContentRange } from "./byte-range.ts";
import type { FoundVersion } from "./find-version.ts";
import { restoreHeader } from "./restore-header.ts";
import type { StoredObject } from "./stored-object.ts";
import type { VisibleParts } from "./visible-parts.ts";

export interface ObjectView {
  readonly range: ByteRange | undefined;
  readonly PartNumber?: number | undefined;
  readonly ChecksumMode?: string | undefined;
  readonly VersionId?: string | undefined;
  readonly ResponseExpires?: Date | string | undefined;
}

/** What GetObject and HeadObject tell of an object, the body apart. */
export function toObjectOutput(context: S3Context, found: FoundVersion, view: ObjectView, visible: VisibleParts) {
  const { object, isVersioned } = found;
  const { range } = view;
  const { Expires, ...headers } = object.headers;
  // As it was sent: what is no date cannot be given as one.
  if (Expires !== undefined && view.ResponseExpires === undefined) context.responseHeaders.expires = Expires;
  const isPart = view.PartNumber !== undefined && object.isMultipart;
  const tagCount = Object.keys(object.tags).length;
  return {
    ...headers,
    AcceptRanges: "bytes",
    LastModified: toHttpTime(object.modifiedMs),
    ContentLength: range ? range.end - range.start : object.sizeBytes,
    ETag: `"${object.etag}"`,
    ...(view.ChecksumMode?.toUpperCase() === "ENABLED" && toChecksumMembers(checksumOf(object, view))),
    ...(range && { ContentRange: toContentRange(range, object.sizeBytes) }),
    ...(object.storageClass !== "STANDARD" && { StorageClass: object.storageClass }),
    ...(isVersioned && { VersionId: object.versionId }),
    ...(isPart && { PartsCount: object.content.length }),
    ...(tagCount > 0 && visible.tags && { TagCount: tagCount }),
    ...toEncryptionMembers(object.attributes.encryption),
    ...(object.attributes.replication && { ReplicationStatus: replicationStatus(object.attributes.replication) }),
    ...lockMembers(object, visible),
    ...timesOf(context, found, view),
  };
}

/** When it goes away, and how long it can be read. Of a version that is named AWS does not tell when it goes, be it the current one. */
function timesOf(context: S3Context, { object, isLatest, lifecycle }: FoundVersion, { VersionId }: ObjectView) {
  const restore = restoreHeader(object, context.host.clock.nowMs());
  const expiration = isLatest && VersionId === undefined ? expirationHeader(lifecycle, object) : undefined;
  return {
    ...(restore !== undefined && { Restore: restore }),
    ...(expiration !== undefined && { Expiration: expiration }),
  };
}

/** A part has its own where parts have any; a checksum of the whole would not match a piece of it. */
function checksumOf(object: StoredObject, { range, PartNumber }: ObjectView): StoredChecksum | undefined {
  const { checksum, content, isMultipart } = object;
  if (PartNumber === undefined || !isMultipart || checksum?.type !== "COMPOSITE") {
    return isWhole(object, range) ? checksum : undefined;
  }
  const part = content.find(({ number }) => number === PartNumber);
  return part?.checksum === undefined ? undefined : { ...checksum, value: part.checksum };
}

function isWhole({ sizeBytes }: StoredObject, range: ByteRange | undefined): boolean {
  return !range || range.end - range.start === sizeBytes;
}

function lockMembers({ attributes: { lock } }: StoredObject, { retention, legalHold }: VisibleParts) {
  if (!lock) return {};
  return {
    ...(retention && {
      ObjectLockMode: lock.mode,
      ObjectLockRetainUntilDate: lock.retainUntilMs === undefined ? undefined : new Date(lock.retainUntilMs),
    }),
    ...(legalHold && { ObjectLockLegalHoldStatus: lock.legalHold }),
  };
}

/** S3 tells times in whole seconds. */
export function toHttpTime(timeMs: number): Date {
  return new Date(Math.floor(timeMs / 1000) * 1000);
}
