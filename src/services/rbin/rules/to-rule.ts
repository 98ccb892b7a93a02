import { isAvailable, type RetentionRule, type RuleTag, ruleArn } from "../../block-storage/recycle-bin/rule.ts";
import type { Place } from "../../service.ts";
import { toTagList } from "../../tags.ts";

/** Undefined for one that was never locked. */
export function lockStateOf(
  { lock }: RetentionRule,
  nowMs: number,
): "locked" | "pending_unlock" | "unlocked" | undefined {
  if (!lock) return undefined;
  if (lock.endsMs === undefined) return "locked";
  return nowMs < lock.endsMs ? "pending_unlock" : "unlocked";
}

/** As all operations on one tell of it; what only some of them have is left out there. */
export function toRule(rule: RetentionRule, place: Place, nowMs: number) {
  const lockState = lockStateOf(rule, nowMs);
  return {
    Identifier: rule.id,
    Description: rule.description,
    ResourceType: rule.type,
    RetentionPeriod: { RetentionPeriodValue: rule.days, RetentionPeriodUnit: "DAYS" as const },
    ResourceTags: toResourceTags(rule.resourceTags),
    ExcludeResourceTags: toResourceTags(rule.excludedTags),
    Status: isAvailable(rule, nowMs) ? ("available" as const) : ("pending" as const),
    LockState: lockState,
    LockConfiguration:
      rule.lock && lockState !== "unlocked"
        ? { UnlockDelay: { UnlockDelayValue: rule.lock.unlockDelayDays, UnlockDelayUnit: "DAYS" as const } }
        : undefined,
    LockEndTime:
      lockState === "pending_unlock" && rule.lock?.endsMs !== undefined ? new Date(rule.lock.endsMs) : undefined,
    RuleArn: ruleArn(place, rule.id),
  };
}

/** With its own tags, as only its creation tells of it. */
export function toMadeRule(rule: RetentionRule, place: Place, nowMs: number) {
  const { LockEndTime: _, ...made } = toRule(rule, place, nowMs);
  return { ...made, Tags: toTagList(rule.tags) };
}

function toResourceTags(tags: readonly RuleTag[]) {
  return tags.map(({ key, value }) => ({ ResourceTagKey: key, ResourceTagValue: value }));
}
