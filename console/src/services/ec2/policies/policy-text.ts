import type { LifecyclePolicy, PolicyDetails, RetentionIntervalUnitValues } from "@aws-sdk/client-dlm";
import { fromPairs } from "../../../form/pairs-editor.tsx";

type Pairs = readonly { key: string; value: string }[];

/** A policy as the form has it: one schedule, as it is typed. */
export interface PolicyText {
  readonly description: string;
  readonly resource: string;
  readonly targets: Pairs;
  readonly role: string;
  readonly state: "ENABLED" | "DISABLED";
  readonly schedule: string;
  /** Hours, or `cron`. */
  readonly frequency: string;
  readonly cron: string;
  readonly time: string;
  /** `COUNT`, or a unit of time. */
  readonly retention: string;
  readonly keep: string;
  readonly copiesTags: boolean;
  readonly added: Pairs;
  readonly copyTo: string;
  readonly copyDays: string;
  /** Accounts, with commas between them. */
  readonly shareWith: string;
  /** Empty for ever. */
  readonly shareDays: string;
  /** Zones, with commas between them. */
  readonly fastZones: string;
  /** As many, or as long, as the retention type says. */
  readonly fastKeep: string;
  readonly archives: boolean;
  readonly archiveKeep: string;
}

/** What the form begins with. */
export function fromPolicy(policy: LifecyclePolicy | undefined): PolicyText {
  const { PolicyDetails: details, ExecutionRoleArn = "", Description = "", State } = policy ?? {};
  const { ResourceTypes, TargetTags = [{ Key: "Backup", Value: "true" }], Schedules = [] } = details ?? {};
  const [schedule] = Schedules;
  const { CreateRule: rule, RetainRule: retain, CrossRegionCopyRules = [] } = schedule ?? {};
  const [share] = schedule?.ShareRules ?? [];
  const fast = schedule?.FastRestoreRule;
  const archive = schedule?.ArchiveRule?.RetainRule?.RetentionArchiveTier;
  const pairs = (tags: readonly { Key?: string | undefined; Value?: string | undefined }[] = []) =>
    tags.map(({ Key = "", Value = "" }) => ({ key: Key, value: Value }));
  return {
    description: Description,
    resource: ResourceTypes?.[0] ?? "VOLUME",
    targets: pairs(TargetTags),
    role: ExecutionRoleArn,
    state: State === "DISABLED" ? "DISABLED" : "ENABLED",
    schedule: schedule?.Name ?? "Schedule 1",
    frequency: rule?.CronExpression === undefined ? String(rule?.Interval ?? 24) : "cron",
    cron: rule?.CronExpression ?? "cron(0 9 * * ? *)",
    time: rule?.Times?.[0] ?? "09:00",
    retention: retain?.Count ? "COUNT" : (retain?.IntervalUnit ?? "COUNT"),
    keep: String(retain?.Count || retain?.Interval || 7),
    copiesTags: schedule?.CopyTags ?? false,
    added: pairs(schedule?.TagsToAdd),
    copyTo: CrossRegionCopyRules[0]?.Target ?? CrossRegionCopyRules[0]?.TargetRegion ?? "",
    copyDays: String(CrossRegionCopyRules[0]?.RetainRule?.Interval ?? 7),
    shareWith: (share?.TargetAccounts ?? []).join(", "),
    shareDays: share?.UnshareInterval === undefined ? "" : String(share.UnshareInterval),
    fastZones: (fast?.AvailabilityZones ?? []).join(", "),
    fastKeep: String(fast?.Count || fast?.Interval || 1),
    archives: archive !== undefined,
    archiveKeep: String(archive?.Count || archive?.Interval || 3),
  };
}

/** What DLM is told. Further schedules of the policy, and what the form has no field for, stay as they are. */
export function toDetails(text: PolicyText, before: PolicyDetails | undefined): PolicyDetails {
  const tags = (pairs: Pairs) => Object.entries(fromPairs(pairs)).map(([Key, Value]) => ({ Key, Value }));
  const [first, ...others] = before?.Schedules ?? [];
  const [copy, ...furtherCopies] = first?.CrossRegionCopyRules ?? [];
  const keep = Number(text.keep);
  /** A number, or an age of the retention's unit. */
  const kept = (most: number) =>
    text.retention === "COUNT"
      ? { Count: most }
      : { Interval: most, IntervalUnit: text.retention as RetentionIntervalUnitValues };
  const accounts = listOf(text.shareWith);
  const zones = listOf(text.fastZones);
  const [share] = first?.ShareRules ?? [];
  const unit = share?.UnshareIntervalUnit ?? ("DAYS" as const);
  const unshare = text.shareDays === "" ? {} : { UnshareInterval: Number(text.shareDays), UnshareIntervalUnit: unit };
  const days = { Interval: Number(text.copyDays), IntervalUnit: "DAYS" as const };
  return {
    ...before,
    PolicyType: "EBS_SNAPSHOT_MANAGEMENT",
    ResourceTypes: [text.resource as "VOLUME"],
    TargetTags: tags(text.targets),
    Schedules: [
      {
        ...first,
        Name: text.schedule,
        CopyTags: text.copiesTags,
        TagsToAdd: tags(text.added),
        CreateRule:
          text.frequency === "cron"
            ? { CronExpression: text.cron }
            : { Interval: Number(text.frequency), IntervalUnit: "HOURS", Times: [text.time] },
        RetainRule: kept(keep),
        ShareRules: accounts.length === 0 ? [] : [{ TargetAccounts: accounts, ...unshare }],
        FastRestoreRule: zones.length === 0 ? undefined : { AvailabilityZones: zones, ...kept(Number(text.fastKeep)) },
        ArchiveRule: text.archives
          ? { RetainRule: { RetentionArchiveTier: kept(Number(text.archiveKeep)) } }
          : undefined,
        CrossRegionCopyRules: [
          ...(text.copyTo === ""
            ? []
            : [{ Encrypted: false, ...copy, TargetRegion: undefined, Target: text.copyTo, RetainRule: days }]),
          ...furtherCopies,
        ],
      },
      ...others,
    ],
  };
}

export function listOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((each) => each !== "");
}
