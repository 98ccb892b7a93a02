import {
  conditionalConflict,
  conditionNotAccepted,
  noSuchKey,
  notModified,
  preconditionFailed,
  severalConditions,
} from "../errors.ts";
import type { StoredObject } from "./stored-object.ts";

export interface WriteConditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
}

/** One condition a write may have, and only `*` can be asked of If-None-Match. Throws NotImplemented. Source: "How to prevent object overwrites with conditional writes". */
export function checkConditionForm({ IfMatch, IfNoneMatch }: WriteConditions): void {
  if (IfMatch !== undefined && IfNoneMatch !== undefined) throw severalConditions();
  if (IfNoneMatch !== undefined && IfNoneMatch !== "*") throw conditionNotAccepted("If-None-Match");
  if (IfMatch === "*") throw conditionNotAccepted("If-Match");
}

/** Throws PreconditionFailed, or NoSuchKey for an If-Match on nothing. `current` is the key's current version. */
export function checkWriteConditions(
  key: string,
  current: StoredObject | undefined,
  { IfMatch, IfNoneMatch }: WriteConditions,
): void {
  const existing = current?.isMarker ? undefined : current;
  if (IfNoneMatch !== undefined && existing) throw preconditionFailed("If-None-Match");
  if (IfMatch === undefined) return;
  if (!existing) throw noSuchKey(key);
  if (!matches(IfMatch, existing.etag)) throw preconditionFailed("If-Match");
}

/**
 * The same where the request began before: what was written meanwhile is a conflict, even if the condition holds. Throws
 * ConditionalRequestConflict, too. Source: "How to prevent object overwrites with conditional writes", concurrent operations.
 */
export function checkConditionsSince(
  key: string,
  current: StoredObject | undefined,
  conditions: WriteConditions,
  since: { readonly beganMs: number; readonly isDeleted: boolean },
): void {
  checkWriteConditions(key, current, conditions);
  const { IfMatch, IfNoneMatch } = conditions;
  if ((IfMatch ?? IfNoneMatch) === undefined) return;
  if (!since.isDeleted && (!current || current.modifiedMs <= since.beganMs)) return;
  throw conditionalConflict(key, IfMatch === undefined ? "If-None-Match" : "If-Match");
}

export interface ReadConditions {
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
  readonly ifModifiedSince: Date | undefined;
  readonly ifUnmodifiedSince: Date | undefined;
  /** A date that is still to come says nothing, as AWS has been recorded to answer. */
  readonly nowMs: number;
}

/**
 * Throws NotModified or PreconditionFailed for a read. An ETag's condition wins over the date's of its kind. Source: "GetObject",
 * its part on conditional requests, and RFC 9110.
 */
export function checkReadConditions(object: StoredObject, conditions: ReadConditions): void {
  const failed = failedPrecondition(object, conditions);
  if (failed) throw preconditionFailed(failed);
  if (isUnchanged(object, conditions)) throw notModified();
}

/** The same conditions on the source of a copy: what would be 304 of a read is 412 here. Source: "CopyObject". */
export function checkCopyConditions(object: StoredObject, conditions: ReadConditions): void {
  const failed = failedPrecondition(object, conditions);
  if (failed) throw preconditionFailed(`x-amz-copy-source-${failed}`);
  if (!isUnchanged(object, conditions)) return;
  throw preconditionFailed(
    conditions.ifNoneMatch === undefined ? "x-amz-copy-source-If-Modified-Since" : "x-amz-copy-source-If-None-Match",
  );
}

function failedPrecondition(object: StoredObject, { ifMatch, ifUnmodifiedSince }: ReadConditions): string | undefined {
  if (ifMatch !== undefined) return matches(ifMatch, object.etag) ? undefined : "If-Match";
  if (ifUnmodifiedSince === undefined) return undefined;
  return wholeSeconds(object.modifiedMs) > wholeSeconds(ifUnmodifiedSince.getTime())
    ? "If-Unmodified-Since"
    : undefined;
}

function isUnchanged(object: StoredObject, { ifNoneMatch, ifModifiedSince, nowMs }: ReadConditions): boolean {
  if (ifNoneMatch !== undefined) return matches(ifNoneMatch, object.etag);
  if (ifModifiedSince === undefined || ifModifiedSince.getTime() > nowMs) return false;
  return wholeSeconds(object.modifiedMs) <= wholeSeconds(ifModifiedSince.getTime());
}

/** `condition` is `*` or a list of ETags, quoted or not, weak or not. */
function matches(condition: string, etag: string): boolean {
  if (condition.trim() === "*") return true;
  return condition.split(",").some((each) => each.trim().replace(/^W\//, "").replace(/^"|"$/g, "") === etag);
}

/** The headers tell seconds, so finer differences must not count. */
function wholeSeconds(timeMs: number): number {
  return Math.floor(timeMs / 1000);
}
