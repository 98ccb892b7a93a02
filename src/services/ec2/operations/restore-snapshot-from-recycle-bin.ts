import { inBinTag } from "../../block-storage/recycle-bin/binned.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { dropTimer } from "../../block-storage/snapshots/drop-snapshot.ts";
import { snapshotStore } from "../../block-storage/snapshots/snapshot-store.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import { dryRun, missingParameter, notInRecycleBin } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";
import { checkId } from "../resources/resource-id.ts";
import { tierTimer } from "../snapshots/tiers.ts";
import { toMadeSnapshot } from "../snapshots/to-snapshot.ts";

/** Back as it was when it was deleted, with its tags and permissions. */
export const restoreSnapshotFromRecycleBin: Ec2Operation<"RestoreSnapshotFromRecycleBin"> = async (
  { SnapshotId: id, DryRun },
  context,
) => {
  if (id === undefined) throw missingParameter("SnapshotId");
  checkId(id, "snap", "InvalidSnapshotID");
  return context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const found = await snapshotStore.find(tx, id);
    if (!found?.binned || found.isDropped) throw notInRecycleBin("snapshot", id);
    if (DryRun) throw dryRun();
    const restored = { ...found, binned: undefined };
    await snapshotStore.put(tx, restored);
    await tagStore.remove(tx, { resourceId: id, key: inBinTag.key });
    await tx.cancelTimer(dropTimer, id);
    const { tiering } = restored;
    // One that is on its way between tiers, or in the standard tier for a time, goes on.
    if (tiering?.state === "in-progress" || tiering?.restoredUntilMs !== undefined)
      await tx.setTimer({ kind: tierTimer, key: id, dueMs: tiering.restoredUntilMs ?? context.host.clock.nowMs() });
    const { Tags: _, KmsKeyId: __, ...told } = toMadeSnapshot(restored, {});
    return told;
  });
};
