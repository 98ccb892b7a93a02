import { isNamed } from "../../../platform/aws-error.ts";
import type { ManagedSnapshot, Sharing } from "./policy.ts";
import { asRole, changeManaged, managedSnapshots, type Run } from "./run.ts";

/** Shares what has been taken with the accounts of its schedule's rules, and takes it from them when their time is over. */
export async function shareSnapshots(run: Run): Promise<void> {
  for (const snapshot of await managedSnapshots(run)) {
    for (const sharing of snapshot.sharing ?? []) {
      run.firing.signal.throwIfAborted();
      const isOver = sharing.isShared && sharing.untilMs !== undefined && sharing.untilMs <= run.nowMs;
      if (sharing.isShared && !isOver) continue;
      try {
        await modify(snapshot, sharing, isOver ? "remove" : "add", run);
      } catch (error) {
        if (!isNamed(error, "InvalidSnapshot.NotFound")) {
          run.failed.push((error as Error).message);
          continue;
        }
      }
      await changeManaged(snapshot, run, (found) => ({ ...found, sharing: (found.sharing ?? []).flatMap(changed) }));
      function changed(each: Sharing): Sharing[] {
        if (each.accounts.join() !== sharing.accounts.join()) return [each];
        // Nothing is left to do where it is shared for good.
        return isOver || each.untilMs === undefined ? [] : [{ ...each, isShared: true }];
      }
    }
  }
}

async function modify(
  { snapshotId: SnapshotId }: ManagedSnapshot,
  { accounts }: Sharing,
  OperationType: "add" | "remove",
  run: Run,
): Promise<void> {
  const input = {
    SnapshotId,
    Attribute: "createVolumePermission" as const,
    OperationType,
    UserIds: [...accounts],
  };
  await asRole(run, (as) => run.host.call("ec2", "ModifySnapshotAttribute", input, as));
}
