import type { Schedule, Tag } from "@aws-sdk/client-dlm";
import type { Snapshot, Tag as SnapshotTag } from "@aws-sdk/client-ec2";
import { regionKey } from "../../block-storage/region-key.ts";
import { isShown } from "../../block-storage/snapshots/snapshot.ts";
import { snapshotStore } from "../../block-storage/snapshots/snapshot-store.ts";
import { regionOfCopy } from "./check-details.ts";
import { markManaged } from "./mark-managed.ts";
import type { ManagedSnapshot } from "./policy.ts";
import { policyStore } from "./policy-store.ts";
import { asRole, type Run } from "./run.ts";
import { expiryMs } from "./schedule-times.ts";

/**
 * Of each resource on its own, so that one that cannot be read (it was deleted a moment ago) keeps no other from its backup. What has a snapshot of this time
 * already was there before a crash.
 */
export async function takeSnapshots(schedule: Schedule, dueMs: number, run: Run): Promise<void> {
  const { details } = run.policy;
  const isOfInstances = details.ResourceTypes?.[0] === "INSTANCE";
  const found = new Map<string, Backed>();
  for (const { Key, Value } of details.TargetTags ?? []) {
    const filters = [{ Name: `tag:${Key}`, Values: [Value ?? ""] }];
    for (const each of isOfInstances ? await findInstances(filters, run) : await findVolumes(filters, run))
      found.set(each.id, each);
  }
  const { host, firing, policy, failed } = run;
  const known = await host.storage.partition(firing.from).read((tx) => policyStore.snapshots(tx, policy.id));
  const isOfNow = ({ schedule: name, region, createdMs }: ManagedSnapshot) =>
    name === (schedule.Name ?? "") && region === firing.from.region && createdMs >= dueMs;
  const done = new Set(known.filter(isOfNow).map(({ volumeId }) => volumeId));
  const noted = new Set(known.map(({ snapshotId }) => snapshotId));
  for (const each of found.values()) {
    firing.signal.throwIfAborted();
    if (each.volumeIds.some((volumeId) => done.has(volumeId))) continue;
    try {
      const made = await madeBefore(each, schedule, { dueMs, noted }, run);
      if (made.length > 0) await noteSnapshots(made, schedule, run);
      else await takeSnapshot(each, schedule, run);
    } catch (error) {
      firing.signal.throwIfAborted();
      failed.push(String((error as Error).message));
    }
  }
}

/** A volume, or an instance with its volumes. */
interface Backed {
  readonly id: string;
  readonly volumeIds: readonly string[];
  readonly tags: readonly SnapshotTag[];
}

type Filters = { Name: string; Values: string[] }[];

async function findVolumes(Filters: Filters, run: Run): Promise<Backed[]> {
  const { Volumes = [] } = await asRole(run, (as) => run.host.call("ec2", "DescribeVolumes", { Filters }, as));
  return Volumes.map(({ VolumeId = "", Tags = [] }) => ({ id: VolumeId, volumeIds: [VolumeId], tags: Tags }));
}

async function findInstances(Filters: Filters, run: Run): Promise<Backed[]> {
  const { Reservations = [] } = await asRole(run, (as) => run.host.call("ec2", "DescribeInstances", { Filters }, as));
  return Reservations.flatMap(({ Instances = [] }) => Instances)
    .filter(({ State }) => State?.Name === "running" || State?.Name === "stopped")
    .map(({ InstanceId = "", BlockDeviceMappings = [], Tags = [] }) => ({
      id: InstanceId,
      volumeIds: BlockDeviceMappings.flatMap(({ Ebs }) => Ebs?.VolumeId ?? []),
      tags: Tags,
    }));
}

type Made = Pick<Snapshot, "SnapshotId" | "VolumeId">;

function describe({ policy }: Run, { Name = "" }: Schedule): string {
  return `Created for policy: ${policy.id} schedule: ${Name}`;
}

/** What a server made at this time that was killed before it could note it: told by the description. */
async function madeBefore(
  { volumeIds }: Backed,
  schedule: Schedule,
  { dueMs, noted }: { readonly dueMs: number; readonly noted: ReadonlySet<string> },
  run: Run,
): Promise<Made[]> {
  const made: Made[] = [];
  await run.host.storage.partition(regionKey(run.firing.from)).read(async (tx) => {
    for (const volumeId of volumeIds)
      for (const each of await snapshotStore.search(tx, { volumeId }, "", Number.MAX_SAFE_INTEGER))
        if (
          each.startedMs >= dueMs &&
          each.description === describe(run, schedule) &&
          each.state !== "error" &&
          isShown(each) &&
          !noted.has(each.id)
        )
          made.push({ SnapshotId: each.id, VolumeId: volumeId });
  });
  return made;
}

async function takeSnapshot({ id, tags }: Backed, schedule: Schedule, run: Run): Promise<void> {
  const { policy, host, nowMs } = run;
  const Description = describe(run, schedule);
  const own = tagsOf(id, tags, schedule, nowMs);
  const TagSpecifications = own.length > 0 ? [{ ResourceType: "snapshot" as const, Tags: own }] : [];
  const made = id.startsWith("i-")
    ? await asRole(run, (as) =>
        host.call(
          "ec2",
          "CreateSnapshots",
          {
            InstanceSpecification: { InstanceId: id, ExcludeBootVolume: policy.details.Parameters?.ExcludeBootVolume },
            Description,
            TagSpecifications,
            CopyTagsFromSource: schedule.CopyTags ? "volume" : undefined,
          },
          as,
        ),
      ).then(({ Snapshots = [] }) => Snapshots)
    : [
        await asRole(run, (as) =>
          host.call("ec2", "CreateSnapshot", { VolumeId: id, Description, TagSpecifications }, as),
        ),
      ];
  await noteSnapshots(made, schedule, run);
}

async function noteSnapshots(made: readonly Made[], schedule: Schedule, run: Run): Promise<void> {
  const { policy, host, nowMs, firing } = run;
  const { FastRestoreRule: fast, ShareRules: shares = [] } = schedule;
  for (const { SnapshotId: snapshotId = "", VolumeId: volumeId = "" } of made) {
    await markManaged(host, { ...firing.from }, snapshotId, policy, schedule);
    await host.storage.partition(firing.from).write((tx) =>
      policyStore.putSnapshot(tx, {
        policyId: policy.id,
        schedule: schedule.Name ?? "",
        region: firing.from.region,
        snapshotId,
        volumeId,
        createdMs: nowMs,
        expiresMs: expiryMs(schedule.RetainRule, nowMs),
        copies: (schedule.CrossRegionCopyRules ?? []).flatMap((rule) => regionOfCopy(rule) ?? []),
        sharing: shares.map((rule) => ({
          accounts: rule.TargetAccounts ?? [],
          untilMs: expiryMs({ Interval: rule.UnshareInterval, IntervalUnit: rule.UnshareIntervalUnit }, nowMs),
          isShared: false,
        })),
        fastRestore: fast && { zones: fast.AvailabilityZones ?? [], untilMs: expiryMs(fast, nowMs), isOn: false },
      }),
    );
  }
}

/** The resource's own where they are copied, then the schedule's. AWS's reserved ones are not copied. */
function tagsOf(
  id: string,
  tags: readonly SnapshotTag[],
  schedule: Schedule,
  nowMs: number,
): { Key: string; Value: string }[] {
  const all = new Map<string, string>();
  const add = (list: readonly (Tag | SnapshotTag)[]) => {
    for (const { Key = "", Value = "" } of list) if (!Key.startsWith("aws:")) all.set(Key, Value);
  };
  if (schedule.CopyTags) add(tags);
  add(schedule.TagsToAdd ?? []);
  const fill = (value: string) =>
    value.replaceAll("$(instance-id)", id).replaceAll("$(timestamp)", new Date(nowMs).toISOString());
  add((schedule.VariableTags ?? []).map(({ Key, Value }) => ({ Key, Value: fill(Value ?? "") })));
  return [...all].map(([Key, Value]) => ({ Key, Value }));
}
