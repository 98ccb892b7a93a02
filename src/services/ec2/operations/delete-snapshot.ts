import { inBinTag, toBinned } from "../../block-storage/recycle-bin/binned.ts";
import { retentionDays } from "../../block-storage/recycle-bin/rule.ts";
import { ruleStore } from "../../block-storage/recycle-bin/rule-store.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { dropTimer } from "../../block-storage/snapshots/drop-snapshot.ts";
import { makeTimer } from "../../block-storage/snapshots/snapshot.ts";
import { isLocked } from "../../block-storage/snapshots/snapshot-lock.ts";
import { snapshotStore } from "../../block-storage/snapshots/snapshot-store.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import { dryRun, missingParameter, snapshotInUse, snapshotLocked } from "../errors.ts";
import { imageOfSnapshot } from "../images/find-image.ts";
import type { Ec2Operation } from "../operation.ts";
import { removeFastRestores } from "../snapshots/fast-restore.ts";
import { findSnapshot } from "../snapshots/find-snapshot.ts";
import { emitEarlyRemoval, tierTimer } from "../snapshots/tiers.ts";

/**
 * Deletes a snapshot; blocks that others have, too, stay. One that is being made goes when it is made, one that a rule of the recycle bin is for when its time there
 * is over.
 */
export const deleteSnapshot: Ec2Operation<"DeleteSnapshot"> = async ({ SnapshotId: id, DryRun }, context) => {
  if (id === undefined) throw missingParameter("SnapshotId");
  const { storage, clock } = context.host;
  await storage.partition(regionKey(context)).write(async (tx) => {
    const snapshot = await findSnapshot(tx, id);
    const image = await imageOfSnapshot(tx, context, id);
    if (image) throw snapshotInUse(id, image.id);
    const nowMs = clock.nowMs();
    if (isLocked(snapshot, nowMs)) throw snapshotLocked(id);
    if (DryRun) throw dryRun();
    await removeFastRestores(tx, context, id);
    await tx.cancelTimer(tierTimer, id);
    const { making } = snapshot;
    const tags = await tagStore.find(tx, id);
    const days = retentionDays(await ruleStore.list(tx), { type: "EBS_SNAPSHOT", tags, nowMs });
    if (snapshot.state === "completed" && days > 0) {
      const binned = toBinned(days, nowMs);
      await snapshotStore.put(tx, { ...snapshot, binned });
      await tagStore.put(tx, { resourceId: id, ...inBinTag });
      await tx.setTimer({ kind: dropTimer, key: id, dueMs: binned.exitsMs });
      return;
    }
    // One that blocks are still put to will not be made.
    const isOpen = making?.from === "puts" && !making.isSealed;
    await emitEarlyRemoval(tx, snapshot, context.host);
    await snapshotStore.put(tx, { ...snapshot, isDropped: true, state: isOpen ? "error" : snapshot.state });
    if (isOpen) await tx.cancelTimer(makeTimer, id);
    if (isOpen || snapshot.state !== "pending") await tx.setTimer({ kind: dropTimer, key: id, dueMs: nowMs });
  });
  return {};
};
