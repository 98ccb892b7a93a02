import type { AwsError } from "../../../platform/aws-error.ts";
import type { WriteTransaction } from "../../../storage/database.ts";
import type { BucketRow } from "../buckets/bucket-store.ts";
import { uploadStore } from "../multipart/upload-store.ts";
import type { Notifier } from "../notifications/notifier.ts";
import { type Bypass, checkUnlocked } from "../object-lock/check-lock.ts";
import { checkWriteConditions } from "./conditions.ts";
import { lookUp } from "./find-version.ts";
import { objectStore } from "./object-store.ts";
import { type Change, deleteCurrent, deleteVersion, type NewVersion, nothingAt } from "./replace-object.ts";
import { isVersionId } from "./version-id.ts";

export interface Deletion {
  readonly versionId: string | undefined;
  /** `*` or an ETag. */
  readonly ifMatch: string | undefined;
  readonly bypass: Bypass;
  /** Whether events tell of a key that was not there, too: those of DeleteObjects do. Source: recorded answers. */
  readonly tellsAlways?: true;
  /** What to throw for an id that can be no version's: the two operations differ. */
  readonly refuseId: (versionId: string) => AwsError;
}

export interface DeletionResult {
  readonly discarded: readonly string[];
  readonly isMarker: boolean;
  /** Of the marker made or the version removed, where the bucket has versions. */
  readonly versionId: string | undefined;
}

/** Deletes a key or one of its versions within a write, with its event. What is not there is deleted already. */
export async function deleteObjectIn(
  tx: WriteTransaction,
  row: BucketRow,
  notifier: Notifier,
  marker: NewVersion,
  deletion: Deletion,
): Promise<DeletionResult> {
  const { key } = marker;
  const { versionId, ifMatch } = deletion;
  if (ifMatch !== undefined) checkWriteConditions(key, await objectStore.find(tx, key), { IfMatch: ifMatch });
  const change =
    versionId === undefined ? await deleteCurrent(tx, row, marker) : await deleteUnlocked(tx, key, versionId, deletion);
  if (!change.object && versionId === undefined && deletion.tellsAlways && row.notification !== undefined) {
    await notifier.emit(tx, row, "ObjectRemoved:Delete", await nothingAt(tx, marker));
  }
  await uploadStore.noteDeletion(tx, key);
  const isMarker = change.object?.isMarker ?? false;
  const madeMarker = isMarker && versionId === undefined;
  if (change.object) {
    await notifier.emit(
      tx,
      row,
      madeMarker ? "ObjectRemoved:DeleteMarkerCreated" : "ObjectRemoved:Delete",
      change.object,
    );
  }
  const isVersioned = row.versioning !== undefined;
  return {
    discarded: change.discarded,
    isMarker,
    versionId: versionId ?? (isVersioned ? change.object?.versionId : undefined),
  };
}

async function deleteUnlocked(
  tx: WriteTransaction,
  key: string,
  versionId: string,
  { bypass, refuseId }: Deletion,
): Promise<Change> {
  const found = await lookUp(tx, { Key: key, VersionId: versionId });
  if (found) checkUnlocked(found.object, bypass);
  else if (!isVersionId(versionId)) throw refuseId(versionId);
  return deleteVersion(tx, key, versionId);
}
