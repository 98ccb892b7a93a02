import { partitionOf } from "../../../platform/arn.ts";
import type { Place } from "../../service.ts";
import type { Tags } from "../../tags.ts";

export type BinnedType = "EBS_SNAPSHOT" | "EC2_IMAGE" | "EBS_VOLUME";

export interface RuleTag {
  readonly key: string;
  /** Undefined for any. */
  readonly value: string | undefined;
}

/** What is kept for a while when it is deleted. Source: "Recycle Bin", "Retention rules". */
export interface RetentionRule {
  readonly id: string;
  readonly type: BinnedType;
  readonly description: string;
  readonly days: number;
  /** Resources with one of them; all of the region where there are none. */
  readonly resourceTags: readonly RuleTag[];
  /** Those with one of them are not kept: of a rule for the region only. */
  readonly excludedTags: readonly RuleTag[];
  readonly tags: Tags;
  readonly createdMs: number;
  readonly lock: RuleLock | undefined;
}

export interface RuleLock {
  readonly unlockDelayDays: number;
  /** When it can be changed again; undefined while nobody has unlocked it. */
  readonly endsMs: number | undefined;
}

/** From when on it keeps what is deleted: until then it is `pending`. Shorter than on AWS. */
export const ruleSettleMs = 500;

export function isAvailable({ createdMs }: RetentionRule, nowMs: number): boolean {
  return nowMs >= createdMs + ruleSettleMs;
}

/** How many days something with these tags is kept when it is deleted: the longest that a rule says. Zero if none does. */
export function retentionDays(
  rules: readonly RetentionRule[],
  { type, tags, nowMs }: { readonly type: BinnedType; readonly tags: Tags; readonly nowMs: number },
): number {
  const has = ({ key, value }: RuleTag) => Object.hasOwn(tags, key) && (value === undefined || tags[key] === value);
  const fits = (rule: RetentionRule) =>
    rule.type === type &&
    isAvailable(rule, nowMs) &&
    (rule.resourceTags.length > 0 ? rule.resourceTags.some(has) : !rule.excludedTags.some(has));
  return Math.max(0, ...rules.filter(fits).map(({ days }) => days));
}

export function ruleArn({ account, region }: Place, id: string): string {
  return `arn:${partitionOf(region)}:rbin:${region}:${account}:rule/${id}`;
}
