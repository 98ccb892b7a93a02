import { isNamed } from "../../../platform/aws-error.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { snapshotStore } from "../../block-storage/snapshots/snapshot-store.ts";
import type { ManagedSnapshot } from "./policy.ts";
import { policyStore } from "./policy-store.ts";
import { turnOffFast } from "./restore-fast.ts";
import { asRole, changeManaged, managedSnapshots, type Run, scheduleOf } from "./run.ts";
import { expiryMs } from "./schedule-times.ts";

/** What is too old, and of each volume what is more than is to be kept, goes: into the archive where the schedule has a rule for it, and from there for good. */
export async function retainSnapshots(run: Run): Promise<void> {
  // What comes into the archive may be one too many there.
  for (const isArchiving of [true, false]) {
    for (const snapshot of surplusOf(await managedSnapshots(run), run)) {
      run.firing.signal.throwIfAborted();
      if (snapshot.copies.length > 0) continue;
      const goesToArchive = archiveRuleOf(snapshot, run) !== undefined && snapshot.archivedMs === undefined;
      if (goesToArchive !== isArchiving) continue;
      await (isArchiving ? archive(snapshot, run) : remove(snapshot, run));
    }
  }
}

function surplusOf(known: readonly ManagedSnapshot[], run: Run): ManagedSnapshot[] {
  const { nowMs, firing, policy } = run;
  const surplus = known.filter(({ expiresMs }) => expiresMs !== undefined && expiresMs <= nowMs);
  const isArchived = ({ archivedMs }: ManagedSnapshot) => archivedMs !== undefined;
  const groups = Map.groupBy(
    known,
    (each) => `${each.schedule} ${each.region} ${each.volumeId} ${isArchived(each) ? "archive" : "standard"}`,
  );
  for (const group of groups.values()) {
    const [first] = group;
    if (!first || first.region !== firing.from.region) continue;
    const rule = isArchived(first) ? archiveRuleOf(first, run) : scheduleOf(policy.details, first)?.RetainRule;
    if (rule?.Count === undefined) continue;
    const newest = group
      .filter(({ expiresMs }) => expiresMs === undefined)
      .sort((left, right) => right.createdMs - left.createdMs);
    surplus.push(...newest.slice(rule.Count));
  }
  return surplus;
}

function archiveRuleOf(snapshot: ManagedSnapshot, { policy, firing }: Run) {
  if (snapshot.region !== firing.from.region) return undefined;
  return scheduleOf(policy.details, snapshot)?.ArchiveRule?.RetainRule?.RetentionArchiveTier;
}

async function archive(snapshot: ManagedSnapshot, run: Run): Promise<void> {
  const { snapshotId: SnapshotId } = snapshot;
  if (snapshot.fastRestore?.isOn) await turnOffFast(snapshot, run);
  const partition = run.host.storage.partition(regionKey(run.firing.from));
  const found = await partition.read((tx) => snapshotStore.find(tx, SnapshotId));
  // A server that was killed had asked for it, or somebody else has.
  const isOnItsWay = found?.tiering?.operation === "archival";
  try {
    if (!isOnItsWay)
      await asRole(run, (as) => run.host.call("ec2", "ModifySnapshotTier", { SnapshotId, StorageTier: "archive" }, as));
  } catch (error) {
    // It is not completed yet, or its fast restore has not ended.
    if (isNamed(error, "IncorrectState")) {
      run.waits = true;
      return;
    }
    if (!isNamed(error, "InvalidSnapshot.NotFound")) {
      run.failed.push((error as Error).message);
      return;
    }
  }
  const expiresMs = expiryMs(archiveRuleOf(snapshot, run), run.nowMs);
  await changeManaged(snapshot, run, (own) => ({ ...own, archivedMs: run.nowMs, expiresMs, fastRestore: undefined }));
}

async function remove(snapshot: ManagedSnapshot, run: Run): Promise<void> {
  const { snapshotId: SnapshotId, region } = snapshot;
  const { host, firing, failed } = run;
  try {
    await asRole(run, (as) => host.call("ec2", "DeleteSnapshot", { SnapshotId }, { ...as, region }));
  } catch (error) {
    // It is locked: it stays the policy's, which tries again with its next run.
    if (isNamed(error, "OperationNotPermitted")) {
      failed.push(error.message);
      return;
    }
    // Somebody has deleted it, or has made an image of it: it is his then.
    if (!isNamed(error, "InvalidSnapshot.NotFound") && !isNamed(error, "InvalidSnapshot.InUse")) throw error;
  }
  await host.storage.partition(firing.from).write((tx) => policyStore.removeSnapshot(tx, snapshot));
}
