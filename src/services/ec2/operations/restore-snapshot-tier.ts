import { regionKey } from "../../block-storage/region-key.ts";
import type { Tiering } from "../../block-storage/snapshots/snapshot.ts";
import { snapshotStore } from "../../block-storage/snapshots/snapshot-store.ts";
import { dryRun, invalidParameterCombination, invalidParameterValue, missingParameter, tieringIs } from "../errors.ts";
import { limits } from "../limits.ts";
import type { Ec2Operation } from "../operation.ts";
import { findSnapshot } from "../snapshots/find-snapshot.ts";
import { emitEarlyRemoval, isTiering, tierMs, tierTimer } from "../snapshots/tiers.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** Out of the archive, for some days or for good; or another end of a restore for some days. */
export const restoreSnapshotTier: Ec2Operation<"RestoreSnapshotTier"> = async (input, context) => {
  const { SnapshotId: id, TemporaryRestoreDays: days, PermanentRestore: isPermanent = false, DryRun } = input;
  if (id === undefined) throw missingParameter("SnapshotId");
  if ((days === undefined) !== isPermanent)
    throw invalidParameterCombination("Specify either TemporaryRestoreDays or PermanentRestore.");
  if (days !== undefined && (days < 1 || days > limits.restoreDays))
    throw invalidParameterValue(
      `Value (${days}) for parameter temporaryRestoreDays is invalid. It must be between 1 and ${limits.restoreDays}.`,
    );
  const { storage, clock } = context.host;
  const nowMs = clock.nowMs();
  return storage.partition(regionKey(context)).write(async (tx) => {
    const snapshot = await findSnapshot(tx, id);
    const { tiering: former } = snapshot;
    if (isTiering(snapshot)) throw tieringIs(`The snapshot '${id}' is being moved to another tier.`);
    if (former?.archivedMs === undefined) throw tieringIs(`The snapshot '${id}' is not in the archive tier.`);
    if (DryRun) throw dryRun();
    const isThere = former.restoredUntilMs !== undefined;
    const endsMs = days === undefined ? undefined : nowMs + days * dayMs;
    if (isThere && isPermanent) await emitEarlyRemoval(tx, snapshot, context.host);
    const tiering: Tiering = {
      tier: former.tier,
      operation: isPermanent ? "permanent-restore" : "temporary-restore",
      // What is in the standard tier for a time already stays there.
      state: isThere ? "completed" : "in-progress",
      startedMs: nowMs,
      archivedMs: isThere && isPermanent ? undefined : former.archivedMs,
      restoredUntilMs: isThere ? endsMs : undefined,
      restoreDays: days,
    };
    await snapshotStore.put(tx, { ...snapshot, tiering });
    const dueMs = isThere ? endsMs : nowMs + tierMs.restore;
    if (dueMs === undefined) await tx.cancelTimer(tierTimer, id);
    else await tx.setTimer({ kind: tierTimer, key: id, dueMs });
    return {
      SnapshotId: id,
      RestoreStartTime: new Date(nowMs),
      RestoreDuration: days,
      IsPermanentRestore: isPermanent,
    };
  });
};
