import type { WriteTransaction } from "../../../storage/database.ts";
import { inBinTag, toBinned } from "../../block-storage/recycle-bin/binned.ts";
import { retentionDays } from "../../block-storage/recycle-bin/rule.ts";
import { ruleStore } from "../../block-storage/recycle-bin/rule-store.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import { type Volume, volumeSettleMs, volumeTimer } from "../../block-storage/volumes/volume.ts";
import { volumeStore } from "../../block-storage/volumes/volume-store.ts";

/** Of a volume that is attached to nothing: it goes in a moment, or into the recycle bin where a rule says so. */
export async function removeVolume(tx: WriteTransaction, volume: Volume, nowMs: number): Promise<void> {
  const { id } = volume;
  const tags = await tagStore.find(tx, id);
  const days = retentionDays(await ruleStore.list(tx), { type: "EBS_VOLUME", tags, nowMs });
  const binned = days > 0 ? toBinned(days, nowMs) : undefined;
  await volumeStore.put(tx, { ...volume, state: binned ? "available" : "deleting", attachments: [], binned });
  if (binned) await tagStore.put(tx, { resourceId: id, ...inBinTag });
  const dueMs = binned ? binned.exitsMs : nowMs + volumeSettleMs.deleting;
  await tx.setTimer({ kind: volumeTimer, key: id, dueMs });
}
