import type { BinnedType, RuleTag } from "../../block-storage/recycle-bin/rule.ts";
import type { Tags } from "../../tags.ts";
import { invalidValue, tooMany } from "../errors.ts";
import { limits } from "../limits.ts";

type GivenTags =
  | readonly { readonly ResourceTagKey?: string | undefined; readonly ResourceTagValue?: string | undefined }[]
  | undefined;

export function knownType(type: string | undefined): BinnedType {
  if (type !== "EBS_SNAPSHOT" && type !== "EC2_IMAGE" && type !== "EBS_VOLUME")
    throw invalidValue(`The resource type ${type} is not valid.`);
  return type;
}

/** Volumes are kept for a week at most. Source: "Create a Recycle Bin retention rule". */
export function readDays(
  type: BinnedType,
  period: {
    readonly RetentionPeriodValue?: number | undefined;
    readonly RetentionPeriodUnit?: string | undefined;
  } = {},
): number {
  const { RetentionPeriodValue: days = 0 } = period;
  const most = type === "EBS_VOLUME" ? limits.volumeRetentionDays : limits.retentionDays;
  if (days < 1 || days > most) throw invalidValue(`The retention period must be between 1 and ${most} days.`);
  return days;
}

/** Source: "CreateRule": a rule for tags excludes none, and only a rule for the region is locked. */
export function readRuleTags(included: GivenTags, excluded: GivenTags) {
  const resourceTags = (included ?? []).map(toRuleTag);
  const excludedTags = (excluded ?? []).map(toRuleTag);
  if (resourceTags.length > 0 && excludedTags.length > 0)
    throw invalidValue("ResourceTags and ExcludeResourceTags cannot be specified together.");
  return { resourceTags, excludedTags };
}

function toRuleTag({ ResourceTagKey: key = "", ResourceTagValue: value }: NonNullable<GivenTags>[number]): RuleTag {
  return { key, value: value || undefined };
}

/** Throws for what AWS keeps for itself, and for too many. */
export function readTags(
  own: Tags,
  given: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] = [],
): Tags {
  const tags = new Map(Object.entries(own));
  for (const { Key = "", Value = "" } of given) {
    if (/^aws:/i.test(Key)) throw invalidValue(`The tag key '${Key}' is reserved.`);
    tags.set(Key, Value);
  }
  if (tags.size > limits.tagsPerRule) throw tooMany("tags of a rule");
  return Object.fromEntries(tags);
}

/** The delay of a lock. Throws for a rule that is for tags. */
export function readLock(
  lock: { readonly UnlockDelay?: { readonly UnlockDelayValue?: number | undefined } | undefined } | undefined,
  resourceTags: readonly RuleTag[],
) {
  if (lock === undefined) return undefined;
  if (resourceTags.length > 0) throw invalidValue("Only rules for all resources of a Region can be locked.");
  const { UnlockDelayValue: unlockDelayDays } = lock.UnlockDelay ?? {};
  if (unlockDelayDays === undefined) throw invalidValue("LockConfiguration must have an UnlockDelay.");
  return { unlockDelayDays, endsMs: undefined };
}
