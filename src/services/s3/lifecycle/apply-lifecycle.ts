import type { WriteTransaction } from "../../../storage/database.ts";
import { eachRow } from "../../../storage/each-row.ts";
import type { ServiceHost } from "../../service.ts";
import type { Bucket } from "../buckets/bucket.ts";
import type { BucketRow } from "../buckets/bucket-store.ts";
import { createNotifier, type Notifier } from "../notifications/notifier.ts";
import { byS3Itself } from "../notifications/notifier-source.ts";
import { isRetained } from "../object-lock/check-lock.ts";
import { type ListedVersion, objectStore } from "../objects/object-store.ts";
import { type Change, deleteCurrent, deleteVersion } from "../objects/replace-object.ts";
import type { StoredObject } from "../objects/stored-object.ts";
import { createVersionId } from "../objects/version-id.ts";
import { abortOldUploads, type LifecycleStores } from "./abort-old-uploads.ts";
import { type DueAction, dueAction, type VersionFacts } from "./due-action.ts";
import { readLifecycle, type StoredLifecycle } from "./lifecycle-rule.ts";

const versionsAtOnce = 1_000;

interface Run {
  readonly bucket: Bucket;
  readonly stores: LifecycleStores;
  readonly host: ServiceHost;
  readonly lifecycle: StoredLifecycle;
  readonly notifier: Notifier;
  readonly nowMs: number;
}

/**
 * Does what a bucket's lifecycle rules want by now. Versions are looked through a page at a time; what is due is decided again in the
 * write that does it, where nobody can have changed it, and with its tags, which lists do not show.
 */
export async function applyLifecycle(
  bucket: Bucket,
  json: string,
  stores: LifecycleStores,
  host: ServiceHost,
): Promise<void> {
  const notifier = createNotifier(byS3Itself(bucket, host), bucket);
  const run: Run = { bucket, stores, host, lifecycle: readLifecycle(json), notifier, nowMs: host.clock.nowMs() };
  let former: ListedVersion | undefined;
  let newerFormer = 0;
  for await (const version of versionsOf(run)) {
    const newer = former?.key === version.key ? former : undefined;
    newerFormer = newer && !newer.isLatest ? newerFormer + 1 : 0;
    await handle(run, version, { noncurrentSinceMs: newer?.modifiedMs, newerFormer });
    former = version;
  }
  await abortOldUploads(run);
}

type Position = Pick<VersionFacts, "noncurrentSinceMs" | "newerFormer">;

function versionsOf({ bucket, stores }: Run): AsyncGenerator<ListedVersion> {
  return eachRow(
    (after: ListedVersion | undefined) =>
      stores.buckets.read(bucket, (tx) =>
        after
          ? objectStore.listVersionsAfter(tx, after.key, after.sequence, versionsAtOnce)
          : objectStore.listVersionsFrom(tx, "", versionsAtOnce),
      ),
    versionsAtOnce,
  );
}

async function handle(run: Run, version: ListedVersion, position: Position): Promise<void> {
  const { stores, bucket, lifecycle, nowMs } = run;
  const { isLatest } = version;
  const mayBeLone = version.isMarker && isLatest;
  if (
    !dueAction(lifecycle, { object: version, tags: undefined, isLatest, isLoneMarker: mayBeLone, ...position }, nowMs)
  ) {
    return;
  }
  const discarded = await stores.buckets.write(bucket, async (tx, row) => {
    const object = await find(tx, version);
    if (object?.sequence !== version.sequence) return [];
    const isLoneMarker = mayBeLone && !(await objectStore.newestFormer(tx, version.key));
    const action = dueAction(lifecycle, { object, tags: object.tags, isLatest, isLoneMarker, ...position }, nowMs);
    return action ? perform(tx, row, run, object, isLatest, action) : [];
  });
  stores.bodies.discard(discarded);
}

function find(tx: WriteTransaction, { key, versionId, isLatest }: ListedVersion): Promise<StoredObject | undefined> {
  return isLatest ? objectStore.find(tx, key) : objectStore.findFormer(tx, key, versionId);
}

async function perform(
  tx: WriteTransaction,
  row: BucketRow,
  { notifier, host, nowMs }: Run,
  object: StoredObject,
  isLatest: boolean,
  action: DueAction,
): Promise<readonly string[]> {
  if (action.kind === "transition") {
    const moved = { ...object, storageClass: action.storageClass as StoredObject["storageClass"] };
    await objectStore.putStorageClass(tx, moved, isLatest);
    await notifier.emit(tx, row, "LifecycleTransition", moved);
    return [];
  }
  const isForGood = !isLatest || object.isMarker;
  if (isForGood && isHeld(object, nowMs)) return [];
  const change: Change = isForGood
    ? await deleteVersion(tx, object.key, object.versionId)
    : await deleteCurrent(tx, row, { key: object.key, versionId: createVersionId(host.random, nowMs), nowMs });
  if (change.object) {
    const madeMarker = !isForGood && change.object.isMarker;
    const event = madeMarker ? "LifecycleExpiration:DeleteMarkerCreated" : "LifecycleExpiration:Delete";
    await notifier.emit(tx, row, event, change.object);
  }
  return change.discarded;
}

/** Object Lock holds against lifecycles, too. */
function isHeld({ attributes: { lock } }: StoredObject, nowMs: number): boolean {
  return lock?.legalHold === "ON" || isRetained(lock, { nowMs, bypassesGovernance: false });
}
