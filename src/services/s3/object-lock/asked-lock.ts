import { invalidArgument } from "../errors.ts";
import type { ObjectLock } from "../objects/stored-object.ts";
import { isMode } from "./lock-configuration.ts";

export interface LockInput {
  readonly ObjectLockMode?: string | undefined;
  readonly ObjectLockRetainUntilDate?: Date | undefined;
  readonly ObjectLockLegalHoldStatus?: string | undefined;
}

/** The lock that a request's headers ask for; undefined if none. Throws InvalidArgument. Source: "PutObject". */
export function askedLock(input: LockInput, nowMs: number): ObjectLock | undefined {
  const { ObjectLockMode: mode, ObjectLockRetainUntilDate: until, ObjectLockLegalHoldStatus: legalHold } = input;
  if ((mode ?? until ?? legalHold) === undefined) return undefined;
  if ((mode === undefined) !== (until === undefined)) {
    throw invalidArgument(
      "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied",
      mode === undefined ? "x-amz-object-lock-mode" : "x-amz-object-lock-retain-until-date",
    );
  }
  if (mode !== undefined && !isMode(mode))
    throw invalidArgument("Unknown wormMode directive.", "x-amz-object-lock-mode", mode);
  if (until !== undefined && until.getTime() <= nowMs) {
    throw invalidArgument(
      "The retain until date must be in the future!",
      "x-amz-object-lock-retain-until-date",
      until.toISOString(),
    );
  }
  if (legalHold !== undefined && !isHold(legalHold)) {
    throw invalidArgument("Legal Hold must be either of 'ON' or 'OFF'", "x-amz-object-lock-legal-hold", legalHold);
  }
  return {
    ...(isMode(mode) && until && { mode, retainUntilMs: until.getTime() }),
    ...(legalHold !== undefined && { legalHold: legalHold as "ON" | "OFF" }),
  };
}

export function isHold(status: string | undefined): status is "ON" | "OFF" {
  return status === "ON" || status === "OFF";
}
