import type { WriteTransaction } from "../../../storage/database.ts";
import { blockStore } from "../../block-storage/blocks/block-store.ts";
import { isSame } from "../../block-storage/layers/serving.ts";
import type { Sealed } from "../../block-storage/layers/shared-volumes.ts";
import { makeTimer, type Snapshot } from "../../block-storage/snapshots/snapshot.ts";
import { snapshotStore } from "../../block-storage/snapshots/snapshot-store.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import type { Volume } from "../../block-storage/volumes/volume.ts";
import type { Tags } from "../../tags.ts";
import { tooManyPendingSnapshots, tooManySnapshots } from "../errors.ts";
import { limits } from "../limits.ts";
import type { Ec2Context } from "../operation.ts";
import { makeId } from "../resources/resource-id.ts";

/**
 * Stores a snapshot of what a volume holds at this commit: its map, which is copied at once, and its layers up to the one that has just been sealed, if it
 * has any, which a timer brings into the map (`making`).
 */
export async function takeSnapshot(
  tx: WriteTransaction,
  volume: Volume,
  { description, tags, sealed }: { readonly description: string; readonly tags: Tags; readonly sealed: Sealed },
  { account, host }: Ec2Context,
): Promise<Snapshot> {
  await checkSnapshotRoom(tx);
  const former = await snapshotStore.search(tx, { volumeId: volume.id }, "", Number.MAX_SAFE_INTEGER);
  const pending = former.filter(({ state }) => state === "pending").length;
  const isCold = volume.kind === "st1" || volume.kind === "sc1";
  if (pending >= (isCold ? limits.pendingSnapshotsPerColdVolume : limits.pendingSnapshotsPerVolume))
    throw tooManyPendingSnapshots();
  const parent = former
    .filter((each) => !each.isDropped && each.state !== "error")
    .sort(byTime)
    .at(-1);
  const nowMs = host.clock.nowMs();
  // Of a map that is between two times, the later one.
  const own = isSame(sealed.served, volume.served) ? sealed.layer : undefined;
  const layer = Math.max(own ?? 0, volume.merging ?? 0);
  const isMerged = layer <= volume.mergedLayer;
  const snapshot: Snapshot = {
    ...blank(account),
    id: makeId("snap", host.random),
    volumeId: volume.id,
    sizeGiB: volume.sizeGiB,
    startedMs: nowMs,
    description,
    isEncrypted: volume.isEncrypted,
    kmsKeyId: volume.kmsKeyId,
    making: isMerged ? undefined : { from: "layers", layer, served: volume.served },
    parentId: parent?.id,
  };
  await snapshotStore.put(tx, snapshot);
  // With layers the volume's map is still to become what it was at this time.
  if (isMerged) await blockStore.copyMap(tx, volume.id, snapshot.id);
  for (const [key, value] of Object.entries(tags)) await tagStore.put(tx, { resourceId: snapshot.id, key, value });
  await tx.setTimer({ kind: makeTimer, key: snapshot.id, dueMs: nowMs });
  return snapshot;
}

export async function checkSnapshotRoom(tx: WriteTransaction): Promise<void> {
  if ((await snapshotStore.count(tx)) >= limits.snapshotsPerRegion) throw tooManySnapshots(limits.snapshotsPerRegion);
}

/** What every snapshot is at first. */
export function blank(ownerId: string) {
  return {
    state: "pending",
    message: undefined,
    completedMs: undefined,
    progress: 0,
    ownerId,
    sharedWith: [],
    isPublic: false,
    blocks: 0,
    changedBlocks: 0,
    clientToken: undefined,
    tokenInput: undefined,
    isDropped: false,
  } as const;
}

function byTime(left: Snapshot, right: Snapshot): number {
  return left.startedMs - right.startedMs;
}
