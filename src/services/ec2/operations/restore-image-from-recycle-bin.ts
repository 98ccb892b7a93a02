import { inBinTag } from "../../block-storage/recycle-bin/binned.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { isShown } from "../../block-storage/snapshots/snapshot.ts";
import { snapshotStore } from "../../block-storage/snapshots/snapshot-store.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import { dryRun, missingParameter, snapshotNotFound } from "../errors.ts";
import { devicesOf } from "../images/image.ts";
import { putImage } from "../images/put-image.ts";
import { binnedImages, dropImageTimer } from "../images/recycle-bin.ts";
import type { Ec2Operation } from "../operation.ts";

/** Back as it was. Its snapshots must be there: those that are in the recycle bin are restored first. */
export const restoreImageFromRecycleBin: Ec2Operation<"RestoreImageFromRecycleBin"> = async (
  { ImageId: id, DryRun },
  context,
) => {
  if (id === undefined) throw missingParameter("ImageId");
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const { enteredMs: _, exitsMs: __, ...image } = await binnedImages.require(tx, context, id);
    for (const { snapshotId } of devicesOf(image)) {
      const snapshot = snapshotId === undefined ? undefined : await snapshotStore.find(tx, snapshotId);
      if (snapshotId !== undefined && !(snapshot && isShown(snapshot))) throw snapshotNotFound(snapshotId);
    }
    if (DryRun) throw dryRun();
    const { [inBinTag.key]: _tag, ...tags } = await tagStore.find(tx, id);
    await binnedImages.remove(tx, context, id);
    await putImage(tx, image, tags, context);
    await tx.cancelTimer(dropImageTimer, id);
  });
  return { Return: true };
};
