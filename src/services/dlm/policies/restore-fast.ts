import type { ManagedSnapshot } from "./policy.ts";
import { asRole, changeManaged, managedSnapshots, type Run, scheduleOf } from "./run.ts";

/** Turns fast restores of new snapshots on, and those of older ones off: of more than the rule's number for a volume, or after its time. */
export async function restoreFast(run: Run): Promise<void> {
  for (const snapshot of await managedSnapshots(run)) {
    run.firing.signal.throwIfAborted();
    if (snapshot.fastRestore?.isOn === false) await turnOn(snapshot, run);
  }
  const on = (await managedSnapshots(run)).filter(({ fastRestore }) => fastRestore?.isOn);
  const groups = Map.groupBy(on, ({ schedule, volumeId }) => `${schedule} ${volumeId}`);
  for (const group of groups.values()) {
    const [first] = group;
    const count = first && scheduleOf(run.policy.details, first)?.FastRestoreRule?.Count;
    const newest = group.sort((left, right) => right.createdMs - left.createdMs);
    for (const [index, snapshot] of newest.entries()) {
      const { untilMs } = snapshot.fastRestore ?? {};
      if (untilMs !== undefined ? untilMs <= run.nowMs : count !== undefined && index >= count)
        await turnOffFast(snapshot, run);
    }
  }
}

async function turnOn(snapshot: ManagedSnapshot, run: Run): Promise<void> {
  const AvailabilityZones = [...(snapshot.fastRestore?.zones ?? [])];
  const SourceSnapshotIds = [snapshot.snapshotId];
  const { Unsuccessful = [] } = await asRole(run, (as) =>
    run.host.call("ec2", "EnableFastSnapshotRestores", { AvailabilityZones, SourceSnapshotIds }, as),
  );
  const errors = Unsuccessful.flatMap(({ FastSnapshotRestoreStateErrors: each = [] }) =>
    each.map(({ Error: of }) => of),
  );
  if (errors.some((each) => each?.Code === "IncorrectState")) {
    run.waits = true;
    return;
  }
  // What was deleted, or may not be, is not asked for again.
  for (const each of errors) run.failed.push(each?.Message ?? "Fast snapshot restore could not be enabled.");
  await changeManaged(snapshot, run, (found) => ({
    ...found,
    fastRestore: found.fastRestore && errors.length === 0 ? { ...found.fastRestore, isOn: true } : undefined,
  }));
}

/** Also before it is archived: the archive has none. */
export async function turnOffFast(snapshot: ManagedSnapshot, run: Run): Promise<void> {
  const AvailabilityZones = [...(snapshot.fastRestore?.zones ?? [])];
  const SourceSnapshotIds = [snapshot.snapshotId];
  await asRole(run, (as) =>
    run.host.call("ec2", "DisableFastSnapshotRestores", { AvailabilityZones, SourceSnapshotIds }, as),
  );
  await changeManaged(snapshot, run, (found) => ({ ...found, fastRestore: undefined }));
}
