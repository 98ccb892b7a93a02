import type { WriteTransaction } from "../../../storage/database.ts";
import type { BucketRow } from "../buckets/bucket-store.ts";
import { objectStore } from "./object-store.ts";
import { blobsOf, type ObjectDraft, type StoredObject } from "./stored-object.ts";
import { nullVersion } from "./version-id.ts";

/** What a write did. */
export interface Change {
  /** The version made or removed; undefined if there was nothing to remove. */
  readonly object: StoredObject | undefined;
  /** Blobs that no row names any more. */
  readonly discarded: readonly string[];
}

export interface NewVersion {
  readonly key: string;
  /** Used where the bucket's versioning is enabled. */
  readonly versionId: string;
  readonly nowMs: number;
}

/**
 * Makes `draft` the key's current version. What was current is replaced, or kept as a former version where the bucket's
 * versioning wants it. Source: "How S3 Versioning works".
 */
export async function replaceObject(
  tx: WriteTransaction,
  row: BucketRow,
  current: StoredObject | undefined,
  draft: ObjectDraft & { readonly isMarker?: boolean },
  { key, versionId, nowMs }: NewVersion,
): Promise<Change & { object: StoredObject }> {
  const discarded = await displace(tx, row, current, key);
  const object: StoredObject = {
    ...draft,
    key,
    sequence: await tx.nextSequence(),
    versionId: row.versioning === "Enabled" ? versionId : nullVersion,
    isMarker: draft.isMarker ?? false,
    modifiedMs: nowMs,
  };
  await objectStore.put(tx, object);
  return { object, discarded };
}

/** Deletes a key: for good where the bucket has no versioning, else by putting a delete marker on top. */
export async function deleteCurrent(tx: WriteTransaction, row: BucketRow, version: NewVersion): Promise<Change> {
  const current = await objectStore.find(tx, version.key);
  if (row.versioning !== undefined) return replaceObject(tx, row, current, markerDraft, version);
  if (!current) return { object: undefined, discarded: [] };
  await objectStore.remove(tx, version.key);
  return { object: { ...current, sequence: await tx.nextSequence() }, discarded: blobsOf(current) };
}

/** Deletes one version for good; if it was the current one, the newest former one takes its place. */
export async function deleteVersion(tx: WriteTransaction, key: string, versionId: string): Promise<Change> {
  const current = await objectStore.find(tx, key);
  const isCurrent = current?.versionId === versionId;
  const version = isCurrent ? current : await objectStore.findFormer(tx, key, versionId);
  if (!version) return { object: undefined, discarded: [] };
  if (!isCurrent) await objectStore.removeFormer(tx, version);
  else {
    await objectStore.remove(tx, key);
    const next = await objectStore.newestFormer(tx, key);
    if (next) {
      await objectStore.removeFormer(tx, next);
      await objectStore.put(tx, next);
    }
  }
  return { object: version, discarded: blobsOf(version) };
}

/** Makes room for a new current version and gives the blobs that this leaves unnamed. */
async function displace(
  tx: WriteTransaction,
  row: BucketRow,
  current: StoredObject | undefined,
  key: string,
): Promise<string[]> {
  if (row.versioning === undefined) return blobsOf(current);
  if (row.versioning === "Enabled") {
    if (current) await objectStore.putFormer(tx, current);
    return [];
  }
  // Suspended: the new version is the null version, of which there is one at most, wherever it is.
  if (current?.versionId === nullVersion) return blobsOf(current);
  if (current) await objectStore.putFormer(tx, current);
  const former = await objectStore.findFormer(tx, key, nullVersion);
  if (former) await objectStore.removeFormer(tx, former);
  return blobsOf(former);
}

/** What events tell of a key without an object. */
export async function nothingAt(tx: WriteTransaction, { key, nowMs }: NewVersion): Promise<StoredObject> {
  const sequence = await tx.nextSequence();
  return { ...markerDraft, isMarker: false, key, sequence, versionId: nullVersion, modifiedMs: nowMs };
}

const markerDraft = {
  isMarker: true,
  sizeBytes: 0,
  etag: "",
  storageClass: "STANDARD",
  checksum: undefined,
  headers: {},
  tags: {},
  content: [],
  body: undefined,
  isMultipart: false,
  attributes: {},
} as const;
