import { regionKey } from "../../block-storage/region-key.ts";
import { isArchived } from "../../block-storage/snapshots/snapshot.ts";
import { snapshotStore } from "../../block-storage/snapshots/snapshot-store.ts";
import { dryRun, invalidParameterValue, missingParameter, snapshotInUse, snapshotIsNot, tieringIs } from "../errors.ts";
import { imageOfSnapshot } from "../images/find-image.ts";
import type { Ec2Operation } from "../operation.ts";
import { fastRestores } from "../snapshots/fast-restore.ts";
import { findSnapshot } from "../snapshots/find-snapshot.ts";
import { isTiering, tierMs, tierTimer } from "../snapshots/tiers.ts";

/** Into the archive: all of its blocks are kept and billed there, and nobody reads them before a restore. */
export const modifySnapshotTier: Ec2Operation<"ModifySnapshotTier"> = async (input, context) => {
  const { SnapshotId: id, StorageTier = "archive", DryRun } = input;
  if (id === undefined) throw missingParameter("SnapshotId");
  if (StorageTier !== "archive")
    throw invalidParameterValue(`Value (${StorageTier}) for parameter storageTier is invalid.`);
  const { storage, clock } = context.host;
  const nowMs = clock.nowMs();
  await storage.partition(regionKey(context)).write(async (tx) => {
    const snapshot = await findSnapshot(tx, id);
    if (snapshot.state !== "completed") throw snapshotIsNot(id, "completed");
    const image = await imageOfSnapshot(tx, context, id);
    if (image) throw snapshotInUse(id, image.id);
    const isFast = (await fastRestores.listOf(tx, context, id)).some(({ state }) => state !== "disabled");
    if (isFast) throw tieringIs(`Fast snapshot restore is enabled for the snapshot '${id}'.`);
    if (isTiering(snapshot)) throw tieringIs(`The snapshot '${id}' is being moved to another tier.`);
    if (isArchived(snapshot) || snapshot.tiering?.restoredUntilMs !== undefined)
      throw tieringIs(`The snapshot '${id}' is in the archive tier already.`);
    if (DryRun) throw dryRun();
    await snapshotStore.put(tx, {
      ...snapshot,
      tiering: {
        tier: "standard",
        operation: "archival",
        state: "in-progress",
        startedMs: nowMs,
        archivedMs: undefined,
        restoredUntilMs: undefined,
        restoreDays: undefined,
      },
    });
    await tx.setTimer({ kind: tierTimer, key: id, dueMs: nowMs + tierMs.archival });
  });
  return { SnapshotId: id, TieringStartTime: new Date(nowMs) };
};
