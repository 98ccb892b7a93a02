import { regionKey } from "../../block-storage/region-key.ts";
import { lockStateOf } from "../../block-storage/snapshots/snapshot-lock.ts";
import { snapshotStore } from "../../block-storage/snapshots/snapshot-store.ts";
import { dryRun, lockCannotBeChanged, missingParameter, snapshotNotLocked } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";
import { findSnapshot } from "../snapshots/find-snapshot.ts";

/** It can be deleted again. One in compliance mode cannot be unlocked when its cooling-off period is over. */
export const unlockSnapshot: Ec2Operation<"UnlockSnapshot"> = async ({ SnapshotId: id, DryRun }, context) => {
  if (id === undefined) throw missingParameter("SnapshotId");
  const { storage, clock } = context.host;
  await storage.partition(regionKey(context)).write(async (tx) => {
    const snapshot = await findSnapshot(tx, id);
    if (!snapshot.lock) throw snapshotNotLocked(id);
    if (lockStateOf(snapshot.lock, clock.nowMs()) === "compliance") throw lockCannotBeChanged(id);
    if (DryRun) throw dryRun();
    await snapshotStore.put(tx, { ...snapshot, lock: undefined });
  });
  return { SnapshotId: id };
};
