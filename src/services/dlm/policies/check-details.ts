import type { PolicyDetails, Schedule } from "@aws-sdk/client-dlm";
import { parseScheduleExpression } from "../../schedule-expression/schedule-expression.ts";
import { invalidRequest, notSupported } from "../errors.ts";
import { limits } from "../limits.ts";

/** Throws for what DLM refuses, and by name for what is not built. Gives the details with DLM's defaults. Source: "PolicyDetails", "Schedule". */
export function checkDetails(details: PolicyDetails | undefined): PolicyDetails {
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
    Schedules: schedules.map(checkSchedule),
  };
}

function checkSchedule(schedule: Schedule): Schedule {
  const { CreateRule: rule, RetainRule: retain, CrossRegionCopyRules: copies = [] } = schedule;
  for (const member of ["FastRestoreRule", "ShareRules", "DeprecateRule", "ArchiveRule"] as const) {
    const given = schedule[member];
    if (given !== undefined && !(Array.isArray(given) && given.length === 0)) throw notSupported(`Schedule.${member}`);
  }
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
  const byCount = retain.Count !== undefined && retain.Count > 0;
  const byAge = retain.Interval !== undefined && retain.Interval > 0;
  if (byCount === byAge || (byAge && retain.IntervalUnit === undefined))
    throw invalidRequest("A RetainRule has either a Count, or an Interval with its IntervalUnit.", "RetainRule");
  if ((retain.Count ?? 0) > limits.retainedCount)
    throw invalidRequest(`At most ${limits.retainedCount} snapshots are retained.`);
  if (copies.length > limits.copiesPerSchedule)
    throw invalidRequest(`A schedule has at most ${limits.copiesPerSchedule} copy rules.`);
  for (const copy of copies) {
    if (copy.DeprecateRule !== undefined) throw notSupported("CrossRegionCopyRule.DeprecateRule");
    if (regionOfCopy(copy) === undefined) throw invalidRequest("A copy rule must have a Target.", "Target");
    if (copy.CmkArn !== undefined) throw notSupported("CrossRegionCopyRule.CmkArn");
  }
  const isInterval = rule.Interval !== undefined;
  return {
    ...schedule,
    CopyTags: schedule.CopyTags ?? false,
    CreateRule: isInterval
      ? { ...rule, IntervalUnit: "HOURS", Times: rule.Times?.length ? rule.Times : ["09:00"] }
      : rule,
  };
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
