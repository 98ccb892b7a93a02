import { inBinTag } from "../../block-storage/recycle-bin/binned.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import { volumeTimer } from "../../block-storage/volumes/volume.ts";
import { volumeStore } from "../../block-storage/volumes/volume-store.ts";
import { dryRun, missingParameter, notInRecycleBin } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";
import { checkId } from "../resources/resource-id.ts";
import { nextDueMs } from "../volumes/settle-volume.ts";

/** Back as it was when it was deleted, with its bytes and tags, and attached to nothing. */
export const restoreVolumeFromRecycleBin: Ec2Operation<"RestoreVolumeFromRecycleBin"> = async (
  { VolumeId: id, DryRun },
  context,
) => {
  if (id === undefined) throw missingParameter("VolumeId");
  checkId(id, "vol", "InvalidVolumeID");
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const found = await volumeStore.find(tx, id);
    if (!found?.binned) throw notInRecycleBin("volume", id);
    if (DryRun) throw dryRun();
    await volumeStore.put(tx, { ...found, binned: undefined });
    await tagStore.remove(tx, { resourceId: id, key: inBinTag.key });
    // A change of its shape that was on its way goes on.
    const dueMs = nextDueMs(found, context.host.clock.nowMs());
    if (dueMs === undefined) await tx.cancelTimer(volumeTimer, id);
    else await tx.setTimer({ kind: volumeTimer, key: id, dueMs });
  });
  return { Return: true };
};
