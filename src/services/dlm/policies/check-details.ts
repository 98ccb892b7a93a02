import type { ArchiveRule, CreateRule, FastRestoreRule, PolicyDetails, Schedule, ShareRule } from "@aws-sdk/client-dlm";
import { parseScheduleExpression } from "../../schedule-expression/schedule-expression.ts";
import { invalidRequest, notSupported } from "../errors.ts";
import { limits } from "../limits.ts";
import { leastDaysBetween, leastDaysOf } from "./schedule-times.ts";

/** Throws for what DLM refuses, and by name for what is not built. Gives the details with DLM's defaults. Source: "PolicyDetails", "Schedule". */
export function checkDetails(details: PolicyDetails | undefined, nowMs: number): PolicyDetails {
  if (!details) throw invalidRequest("PolicyDetails is required.", "PolicyDetails");
  const { PolicyType = "EBS_SNAPSHOT_MANAGEMENT", PolicyLanguage = "STANDARD", ResourceTypes: types = [] } = details;
  if (PolicyType !== "EBS_SNAPSHOT_MANAGEMENT") throw notSupported(`policies of the type ${PolicyType}`);
  if (PolicyLanguage !== "STANDARD") throw notSupported("default policies");
  for (const member of ["EventSource", "Actions", "Exclusions", "CrossRegionCopyTargets", "ResourceType"] as const)
    if (details[member] !== undefined) throw notSupported(`PolicyDetails.${member}`);
  if (details.ResourceLocations?.some((each) => each !== "CLOUD"))
    throw notSupported("ResourceLocations other than CLOUD");
  if (types.length !== 1) throw invalidRequest("Exactly one resource type must be specified.", "ResourceTypes");
  if (details.Parameters?.NoReboot !== undefined) throw invalidRequest("NoReboot is for policies of images only.");
  if (details.Parameters?.ExcludeDataVolumeTags?.length) throw notSupported("Parameters.ExcludeDataVolumeTags");
  const targets = details.TargetTags ?? [];
  if (targets.length === 0) throw invalidRequest("At least one target tag must be specified.", "TargetTags");
  if (targets.length > limits.targetTags)
    throw invalidRequest(`At most ${limits.targetTags} target tags can be specified.`);
  const schedules = details.Schedules ?? [];
  if (schedules.length === 0 || schedules.length > limits.schedulesPerPolicy)
    throw invalidRequest(`A policy has 1 to ${limits.schedulesPerPolicy} schedules.`, "Schedules");
  if (new Set(schedules.map(({ Name }) => Name)).size !== schedules.length)
    throw invalidRequest("Schedules must have different names.");
  return {
    ...details,
    PolicyType,
    ResourceLocations: details.ResourceLocations ?? ["CLOUD"],
    Schedules: schedules.map((schedule) => checkSchedule(schedule, types[0], nowMs)),
  };
}

function checkSchedule(schedule: Schedule, type: string | undefined, nowMs: number): Schedule {
  const { CreateRule: rule, RetainRule: retain, CrossRegionCopyRules: copies = [] } = schedule;
  if (schedule.DeprecateRule !== undefined) throw invalidRequest("A DeprecateRule is for policies of images only.");
  if (!rule) throw invalidRequest("A schedule must have a CreateRule.", "CreateRule");
  if (rule.Scripts?.length) throw notSupported("CreateRule.Scripts");
  if (rule.Location !== undefined && rule.Location !== "CLOUD")
    throw notSupported(`CreateRule.Location ${rule.Location}`);
  if ((rule.CronExpression === undefined) === (rule.Interval === undefined))
    throw invalidRequest("A CreateRule has either a CronExpression or an Interval.", "CreateRule");
  if (rule.CronExpression !== undefined && !parseScheduleExpression(rule.CronExpression, "rule"))
    throw invalidRequest(`Invalid cron expression: ${rule.CronExpression}`);
  if (rule.Interval !== undefined && ![1, 2, 3, 4, 6, 8, 12, 24].includes(rule.Interval))
    throw invalidRequest("The interval must be 1, 2, 3, 4, 6, 8, 12 or 24 hours.");
  if ((rule.Times ?? []).length > 1) throw invalidRequest("A CreateRule has one time at most.");
  if (!retain) throw invalidRequest("A schedule must have a RetainRule.", "RetainRule");
  // Into the archive a snapshot may go at once.
  const least = schedule.ArchiveRule ? 0 : 1;
  const byAge = retain.Interval !== undefined && retain.Interval >= least && !retain.Count;
  const byCount = retain.Count !== undefined && retain.Count >= least && !byAge;
  if (byCount === byAge || (byCount && retain.Interval) || (byAge && retain.IntervalUnit === undefined))
    throw invalidRequest("A RetainRule has either a Count, or an Interval with its IntervalUnit.", "RetainRule");
  if ((retain.Count ?? 0) > limits.retainedCount)
    throw invalidRequest(`At most ${limits.retainedCount} snapshots are retained.`);
  if (copies.length > limits.copiesPerSchedule)
    throw invalidRequest(`A schedule has at most ${limits.copiesPerSchedule} copy rules.`);
  for (const copy of copies) {
    if (copy.DeprecateRule !== undefined) throw invalidRequest("A DeprecateRule is for policies of images only.");
    if (regionOfCopy(copy) === undefined) throw invalidRequest("A copy rule must have a Target.", "Target");
    if (copy.CmkArn !== undefined) throw notSupported("CrossRegionCopyRule.CmkArn");
  }
  for (const each of [retain, ...copies.map(({ RetainRule: kept = {} }) => kept)]) checkAge(each);
  if (schedule.ArchiveRule) checkArchive(schedule.ArchiveRule, { rule, byCount, type, nowMs });
  if (schedule.FastRestoreRule) checkFastRestore(schedule.FastRestoreRule, byCount);
  for (const share of schedule.ShareRules ?? []) checkShare(share);
  if ((schedule.ShareRules ?? []).length > 1) throw invalidRequest("A schedule has at most one ShareRule.");
  const isInterval = rule.Interval !== undefined;
  return {
    ...schedule,
    CopyTags: schedule.CopyTags ?? false,
    CreateRule: isInterval
      ? { ...rule, IntervalUnit: "HOURS", Times: rule.Times?.length ? rule.Times : ["09:00"] }
      : rule,
  };
}

interface Archived {
  readonly rule: CreateRule;
  readonly byCount: boolean;
  readonly type: string | undefined;
  readonly nowMs: number;
}

/** Source: "RetentionArchiveTier", and "Considerations for snapshot lifecycle policies". */
function checkArchive({ RetainRule: retain }: ArchiveRule, { rule, byCount, type, nowMs }: Archived): void {
  const tier = retain?.RetentionArchiveTier;
  if (!tier) throw invalidRequest("An ArchiveRule must have a RetainRule with its RetentionArchiveTier.", "RetainRule");
  if (type !== "VOLUME") throw invalidRequest("An ArchiveRule is for policies that target volumes only.");
  checkAge(tier);
  const { archiveEveryDays, archivedDays } = limits;
  const everyDays = leastDaysBetween(rule, nowMs);
  if (everyDays < archiveEveryDays)
    throw invalidRequest(`A schedule with an ArchiveRule creates a snapshot every ${archiveEveryDays} days at most.`);
  if (byCount ? !tier.Count || tier.Interval : !tier.Interval || !tier.IntervalUnit || tier.Count)
    throw invalidRequest("An archive is retained by count where its schedule is, and by age where its schedule is.");
  if ((tier.Count ?? 0) > limits.retainedCount)
    throw invalidRequest(`At most ${limits.retainedCount} snapshots are retained.`);
  if ((byCount ? (tier.Count ?? 0) * everyDays : leastDaysOf(tier)) < archivedDays)
    throw invalidRequest(`Snapshots must be retained in the archive for at least ${archivedDays} days.`);
}

/** Source: "FastRestoreRule". */
function checkFastRestore(fast: FastRestoreRule, byCount: boolean): void {
  checkAge(fast);
  const zones = fast.AvailabilityZones ?? [];
  if (zones.length === 0) throw invalidRequest("A FastRestoreRule must have AvailabilityZones.", "AvailabilityZones");
  if (byCount ? !fast.Count || fast.Interval : !fast.Interval || !fast.IntervalUnit || fast.Count)
    throw invalidRequest("Fast restores go by count where their schedule does, and by age where their schedule does.");
}

/** Source: "ShareRule". */
function checkShare({
  TargetAccounts: accounts = [],
  UnshareInterval: interval,
  UnshareIntervalUnit: unit,
}: ShareRule) {
  if (accounts.length === 0) throw invalidRequest("A ShareRule must have TargetAccounts.", "TargetAccounts");
  if ((interval === undefined) !== (unit === undefined))
    throw invalidRequest("UnshareInterval and UnshareIntervalUnit must be specified together.");
  checkAge({ Interval: interval, IntervalUnit: unit });
}

/** Source: "RetainRule": the maximum is 100 years. */
function checkAge(rule: Parameters<typeof leastDaysOf>[0]): void {
  if (leastDaysOf(rule) > limits.longestDays) throw invalidRequest("The maximum interval is 100 years.");
}

export function regionOfCopy({
  Target,
  TargetRegion,
}: {
  Target?: string | undefined;
  TargetRegion?: string | undefined;
}): string | undefined {
  const region = Target ?? TargetRegion;
  return region !== undefined && /^[a-z]{2}(?:-[a-z]+)+-\d$/.test(region) ? region : undefined;
}
