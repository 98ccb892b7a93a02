import type { ObjectLock } from "../objects/stored-object.ts";
import { isRetained } from "./check-lock.ts";

/**
 * The lock of a copy whose original has been changed: what the original says holds, and what it does not say stays as the copy's owner has it. A COMPLIANCE
 * retention is never ended or shortened, by nobody. Source: "Using S3 Object Lock with S3 Replication", "COMPLIANCE mode".
 */
export function withBrought(
  former: ObjectLock | undefined,
  brought: ObjectLock | undefined,
  nowMs: number,
): ObjectLock | undefined {
  if (!former || !brought) return brought ?? former;
  return { ...former, ...brought, ...(isStronger(former, brought, nowMs) && retentionOf(former)) };
}

function isStronger(former: ObjectLock, brought: ObjectLock, nowMs: number): boolean {
  if (!isRetained(former, { nowMs, bypassesGovernance: true })) return false;
  return brought.mode !== "COMPLIANCE" || (brought.retainUntilMs ?? 0) < (former.retainUntilMs ?? 0);
}

function retentionOf({ mode, retainUntilMs }: ObjectLock): Pick<ObjectLock, "mode" | "retainUntilMs"> {
  return { ...(mode && { mode }), ...(retainUntilMs !== undefined && { retainUntilMs }) };
}
