import type { ObjectLockConfiguration } from "@aws-sdk/client-s3";
import { invalidArgument, invalidRequest, malformedXml } from "../errors.ts";
import type { ObjectLock } from "../objects/stored-object.ts";

/** A bucket's Object Lock as it is stored, JSON: on, with or without a default for new versions. */
export interface StoredLockConfiguration {
  readonly retention?: { readonly mode: "GOVERNANCE" | "COMPLIANCE"; readonly days?: number; readonly years?: number };
}

/** Throws MalformedXML and InvalidArgument. Source: "PutObjectLockConfiguration". */
export function toStoredLock(configuration: ObjectLockConfiguration): StoredLockConfiguration {
  const { ObjectLockEnabled, Rule } = configuration;
  if (ObjectLockEnabled !== "Enabled") throw malformedXml();
  if (Rule === undefined) return {};
  const { Mode: mode, Days: days, Years: years } = Rule.DefaultRetention ?? {};
  if (!isMode(mode) || (days === undefined) === (years === undefined)) throw malformedXml();
  const length = days ?? years ?? 0;
  if (length <= 0) throw invalidArgument("Default retention period must be a positive integer value.");
  if (length > (days === undefined ? 100 : 36_500)) {
    throw invalidArgument("Default retention period too large, cannot exceed 100 years.");
  }
  return { retention: { mode, ...(days === undefined ? { years } : { days }) } };
}

/** In the words of GetObjectLockConfiguration. */
export function toLockConfiguration({ retention }: StoredLockConfiguration): ObjectLockConfiguration {
  if (!retention) return { ObjectLockEnabled: "Enabled" };
  const { mode: Mode, days: Days, years: Years } = retention;
  return { ObjectLockEnabled: "Enabled", Rule: { DefaultRetention: { Mode, Days, Years } } };
}

/** The lock that a new version gets: what its request asks for, else the bucket's default from now on. */
export function toNewLock(
  json: string | undefined,
  asked: ObjectLock | undefined,
  nowMs: number,
): ObjectLock | undefined {
  if (json === undefined) {
    if (asked) throw invalidRequest("Bucket is missing Object Lock Configuration");
    return undefined;
  }
  if (asked?.mode) return asked;
  const { retention } = JSON.parse(json) as StoredLockConfiguration;
  if (!retention) return asked;
  return { ...asked, mode: retention.mode, retainUntilMs: endOf(retention, nowMs) };
}

export function isMode(mode: string | undefined): mode is "GOVERNANCE" | "COMPLIANCE" {
  return mode === "GOVERNANCE" || mode === "COMPLIANCE";
}

function endOf({ days, years }: NonNullable<StoredLockConfiguration["retention"]>, nowMs: number): number {
  if (days !== undefined) return nowMs + days * 24 * 60 * 60 * 1000;
  const end = new Date(nowMs);
  end.setUTCFullYear(end.getUTCFullYear() + (years ?? 0));
  return end.getTime();
}
