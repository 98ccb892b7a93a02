import { regionKey } from "../../block-storage/region-key.ts";
import { dropTimer } from "../../block-storage/snapshots/drop-snapshot.ts";
import { makeTimer } from "../../block-storage/snapshots/snapshot.ts";
import { snapshotStore } from "../../block-storage/snapshots/snapshot-store.ts";
import { dryRun, missingParameter, snapshotInUse } from "../errors.ts";
import { imageOfSnapshot } from "../images/find-image.ts";
import type { Ec2Operation } from "../operation.ts";
import { findSnapshot } from "../snapshots/find-snapshot.ts";

/** Deletes a snapshot; blocks that others have, too, stay. One that is being made goes when it is made. */
export const deleteSnapshot: Ec2Operation<"DeleteSnapshot"> = async ({ SnapshotId: id, DryRun }, context) => {
  if (id === undefined) throw missingParameter("SnapshotId");
  const { storage, clock } = context.host;
  await storage.partition(regionKey(context)).write(async (tx) => {
    const snapshot = await findSnapshot(tx, id);
    const image = await imageOfSnapshot(tx, context, id);
    if (image) throw snapshotInUse(id, image.id);
    if (DryRun) throw dryRun();
    const { making } = snapshot;
    // One that blocks are still put to will not be made.
    const isOpen = making?.from === "puts" && !making.isSealed;
    await snapshotStore.put(tx, { ...snapshot, isDropped: true, state: isOpen ? "error" : snapshot.state });
    if (isOpen) await tx.cancelTimer(makeTimer, id);
    if (isOpen || snapshot.state !== "pending") await tx.setTimer({ kind: dropTimer, key: id, dueMs: clock.nowMs() });
  });
  return {};
};
