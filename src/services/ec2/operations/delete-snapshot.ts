import { dropTimer } from "../../block-storage/snapshots/drop-snapshot.ts";
import { snapshotStore } from "../../block-storage/snapshots/snapshot-store.ts";
import { dryRun, missingParameter, snapshotInUse } from "../errors.ts";
import { imageOfSnapshot } from "../images/find-image.ts";
import type { Ec2Operation } from "../operation.ts";
import { regionKey } from "../resources/region-key.ts";
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
    await snapshotStore.put(tx, { ...snapshot, isDropped: true });
    if (snapshot.state !== "pending") await tx.setTimer({ kind: dropTimer, key: id, dueMs: clock.nowMs() });
  });
  return {};
};
