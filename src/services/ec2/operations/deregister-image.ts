import { inBinTag, toBinned } from "../../block-storage/recycle-bin/binned.ts";
import { retentionDays } from "../../block-storage/recycle-bin/rule.ts";
import { ruleStore } from "../../block-storage/recycle-bin/rule-store.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import { rootPrincipal } from "../../principal.ts";
import { dryRun, missingParameter, notPermitted } from "../errors.ts";
import { findOwnImage } from "../images/find-image.ts";
import { devicesOf, images } from "../images/image.ts";
import { binnedImages, dropImageTimer } from "../images/recycle-bin.ts";
import type { Ec2Operation } from "../operation.ts";
import { putTags } from "../tags/put-tags.ts";

/**
 * Its snapshots stay unless they are to go, too; instances that were started from it keep running. One that a rule of the recycle bin is for goes when its time there
 * is over.
 */
export const deregisterImage: Ec2Operation<"DeregisterImage"> = async (input, context) => {
  const { ImageId: id, DeleteAssociatedSnapshots = false, DryRun } = input;
  if (id === undefined) throw missingParameter("ImageId");
  const image = await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const found = await findOwnImage(tx, context, id);
    if (found.isProtected) throw notPermitted(`The image ${id} is protected from deregistration.`);
    if (DryRun) throw dryRun();
    const nowMs = context.host.clock.nowMs();
    const tags = await tagStore.find(tx, id);
    const days = retentionDays(await ruleStore.list(tx), { type: "EC2_IMAGE", tags, nowMs });
    await images.remove(tx, context, id);
    if (days > 0) {
      const binned = toBinned(days, nowMs);
      await binnedImages.put(tx, context, { ...found, ...binned });
      await putTags(tx, id, { ...tags, [inBinTag.key]: inBinTag.value });
      await tx.setTimer({ kind: dropImageTimer, key: id, dueMs: binned.exitsMs });
    }
    return found;
  });
  if (!DeleteAssociatedSnapshots) return { Return: true };
  const results = [];
  for (const { snapshotId: SnapshotId } of devicesOf(image)) {
    if (SnapshotId === undefined) continue;
    const as = { principal: rootPrincipal(context.account) };
    const failed = await context.call("ec2", "DeleteSnapshot", { SnapshotId }, as).then(
      () => false,
      () => true,
    );
    const ReturnCode = failed ? ("internal-error" as const) : ("success" as const);
    results.push({ SnapshotId, ReturnCode });
  }
  return { Return: true, DeleteSnapshotResults: results };
};
