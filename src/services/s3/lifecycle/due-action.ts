import type { LifecycleRule } from "@aws-sdk/client-s3";
import { ownValue } from "../../../platform/own-value.ts";
import type { StoredObject } from "../objects/stored-object.ts";
import { transitionRanks } from "./check-lifecycle.ts";
import { daysAfter, filterOf, matchesRule, type StoredLifecycle } from "./lifecycle-rule.ts";

/** What is known of a version when its turn comes. */
export interface VersionFacts {
  readonly object: Pick<StoredObject, "key" | "sizeBytes" | "modifiedMs" | "isMarker" | "storageClass">;
  /** Undefined where they have not been read: then rules by tags may be about it. */
  readonly tags: Readonly<Record<string, string>> | undefined;
  readonly isLatest: boolean;
  /** When the next newer version took its place. */
  readonly noncurrentSinceMs: number | undefined;
  /** How many former versions of the key are newer than this one. */
  readonly newerFormer: number;
  /** Whether it is a delete marker and there is no other version. */
  readonly isLoneMarker: boolean;
}

export type DueAction = { readonly kind: "expire" } | { readonly kind: "transition"; readonly storageClass: string };

/** What a bucket's lifecycle does with a version now; expiring goes before moving. Undefined for nothing. */
export function dueAction(lifecycle: StoredLifecycle, facts: VersionFacts, nowMs: number): DueAction | undefined {
  const rules = lifecycle.rules.filter(
    (rule) => rule.Status === "Enabled" && matchesRule(filterOf(rule), facts.object, facts.tags),
  );
  if (rules.some((rule) => isExpired(rule, facts, nowMs))) return { kind: "expire" };
  if (facts.object.isMarker) return undefined;
  const storageClass = rules
    .flatMap((rule) => dueClasses(rule, facts, nowMs).filter((each) => isLargeEnough(lifecycle, rule, facts, each)))
    .sort((a, b) => rankOf(b) - rankOf(a))[0];
  if (storageClass === undefined || rankOf(storageClass) <= rankOf(facts.object.storageClass)) return undefined;
  return { kind: "transition", storageClass };
}

function isExpired(
  { Expiration, NoncurrentVersionExpiration }: LifecycleRule,
  facts: VersionFacts,
  nowMs: number,
): boolean {
  const { object, isLatest, noncurrentSinceMs, newerFormer } = facts;
  if (!isLatest) {
    const { NoncurrentDays: days, NewerNoncurrentVersions: kept = 0 } = NoncurrentVersionExpiration ?? {};
    if (days === undefined || noncurrentSinceMs === undefined || newerFormer < kept) return false;
    return daysAfter(noncurrentSinceMs, days) <= nowMs;
  }
  if (object.isMarker && !facts.isLoneMarker) return false;
  if (object.isMarker && Expiration?.ExpiredObjectDeleteMarker) return true;
  if (Expiration?.Days !== undefined) return daysAfter(object.modifiedMs, Expiration.Days) <= nowMs;
  return Expiration?.Date !== undefined && Expiration.Date.getTime() <= nowMs;
}

function dueClasses(rule: LifecycleRule, facts: VersionFacts, nowMs: number): string[] {
  const { object, isLatest, noncurrentSinceMs, newerFormer } = facts;
  if (isLatest) {
    return (rule.Transitions ?? []).flatMap(({ Days, Date: date, StorageClass: to }) => {
      const atMs = Days === undefined ? date?.getTime() : daysAfter(object.modifiedMs, Days);
      return to !== undefined && atMs !== undefined && atMs <= nowMs ? [to] : [];
    });
  }
  return (rule.NoncurrentVersionTransitions ?? []).flatMap((transition) => {
    const { NoncurrentDays: days = 0, NewerNoncurrentVersions: kept = 0, StorageClass: to } = transition;
    if (to === undefined || noncurrentSinceMs === undefined || newerFormer < kept) return [];
    return daysAfter(noncurrentSinceMs, days) <= nowMs ? [to] : [];
  });
}

/** Small objects stay where they are, unless the rule itself speaks of sizes. Source: "PutBucketLifecycleConfiguration". */
function isLargeEnough(
  { minimumSize }: StoredLifecycle,
  rule: LifecycleRule,
  { object }: VersionFacts,
  storageClass: string,
): boolean {
  const { greaterThanBytes, lessThanBytes } = filterOf(rule);
  if ((greaterThanBytes ?? lessThanBytes) !== undefined || object.sizeBytes >= leastBytes) return true;
  const isArchive = storageClass === "GLACIER" || storageClass === "DEEP_ARCHIVE";
  return minimumSize === "varies_by_storage_class" && isArchive;
}

const leastBytes = 128 * 1024;

function rankOf(storageClass: string): number {
  return ownValue(transitionRanks, storageClass) ?? 0;
}
