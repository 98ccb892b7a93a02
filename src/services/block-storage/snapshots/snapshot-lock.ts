import type { Snapshot, SnapshotLock } from "./snapshot.ts";

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

export type LockState = "compliance" | "governance" | "compliance-cooloff" | "expired";

export function lockStateOf(lock: SnapshotLock, nowMs: number): LockState {
  const endsMs = lockEndsMs(lock);
  if (endsMs !== undefined && nowMs >= endsMs) return "expired";
  if (lock.mode === "governance") return "governance";
  const coolsUntilMs = coolOffEndsMs(lock);
  return coolsUntilMs !== undefined && nowMs < coolsUntilMs ? "compliance-cooloff" : "compliance";
}

/** Undefined while its snapshot is being made, unless the day was said. */
export function lockEndsMs({ expiresMs, startedMs, durationDays }: SnapshotLock): number | undefined {
  return expiresMs ?? (startedMs === undefined ? undefined : startedMs + durationDays * dayMs);
}

export function coolOffEndsMs({ coolOffHours, createdMs }: SnapshotLock): number | undefined {
  return coolOffHours === undefined ? undefined : createdMs + coolOffHours * hourMs;
}

/** Nobody deletes it, whatever they may. */
export function isLocked({ lock }: Snapshot, nowMs: number): boolean {
  return lock !== undefined && lockStateOf(lock, nowMs) !== "expired";
}
