import type { SnapshotLock } from "../../block-storage/snapshots/snapshot.ts";
import { coolOffEndsMs, lockEndsMs, lockStateOf } from "../../block-storage/snapshots/snapshot-lock.ts";

/** As LockSnapshot and DescribeLockedSnapshots tell of it. */
export function toLock(snapshotId: string, lock: SnapshotLock, nowMs: number) {
  const date = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms));
  return {
    SnapshotId: snapshotId,
    LockState: lockStateOf(lock, nowMs),
    LockDuration: lock.durationDays,
    CoolOffPeriod: lock.coolOffHours,
    CoolOffPeriodExpiresOn: date(coolOffEndsMs(lock)),
    LockCreatedOn: new Date(lock.createdMs),
    LockDurationStartTime: date(lock.startedMs),
    LockExpiresOn: date(lockEndsMs(lock)),
  };
}
