import type { OperationContext } from "../../service.ts";
import type { BucketRow } from "../buckets/bucket-store.ts";
import { bypassNotApplicable, objectLocked } from "../errors.ts";
import type { ObjectLock, StoredObject } from "../objects/stored-object.ts";

/** Whether who asks may go past a GOVERNANCE lock. */
export interface Bypass {
  readonly nowMs: number;
  readonly bypassesGovernance: boolean;
}

/** Throws AccessDenied for a version that must not go: a legal hold, or a retention that has not ended and cannot be bypassed. */
export function checkUnlocked({ attributes: { lock } }: Pick<StoredObject, "attributes">, bypass: Bypass): void {
  if (lock?.legalHold === "ON" || isRetained(lock, bypass)) throw objectLocked();
}

export function isRetained(lock: ObjectLock | undefined, { nowMs, bypassesGovernance }: Bypass): boolean {
  if (lock?.retainUntilMs === undefined || lock.retainUntilMs <= nowMs) return false;
  return lock.mode === "COMPLIANCE" || !bypassesGovernance;
}

/** The header counts only for those who have the permission for it, which the access rules ask for. */
export function readBypass(
  { host }: Pick<OperationContext, "host">,
  { BypassGovernanceRetention: bypasses }: { readonly BypassGovernanceRetention?: boolean | undefined },
): Bypass {
  return { nowMs: host.clock.nowMs(), bypassesGovernance: bypasses === true };
}

/** Throws InvalidArgument where the header is sent, whatever it says, to a bucket without Object Lock. */
export function checkBypassApplies({ objectLock }: BucketRow, bypass: boolean | undefined): void {
  if (bypass !== undefined && objectLock === undefined) throw bypassNotApplicable();
}
