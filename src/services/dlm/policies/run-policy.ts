import type { PolicyDetails, Schedule, Tag } from "@aws-sdk/client-dlm";
import type { Snapshot, Tag as SnapshotTag } from "@aws-sdk/client-ec2";
import { isNamed } from "../../../platform/aws-error.ts";
import type { Firing } from "../../../storage/database.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { isShown } from "../../block-storage/snapshots/snapshot.ts";
import { snapshotStore } from "../../block-storage/snapshots/snapshot-store.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import type { CallOptions, ServiceHost, ServiceTimer } from "../../service.ts";
import { callAs } from "../../targets/caller.ts";
import { regionOfCopy } from "./check-details.ts";
import { type ManagedSnapshot, type Policy, policyArn } from "./policy.ts";
import { policyStore } from "./policy-store.ts";
import { expiryMs, nextRunMs } from "./schedule-times.ts";

/** While a snapshot is to be copied and not completed yet. */
const copyAgainMs = 5_000;

/**
 * A policy's time has come: schedules that are due take snapshots, what is to be copied is, and what is too old or too much goes. Each step is noted when it is
 * done, so that a crash repeats one at most.
 */
export const runPolicy: ServiceTimer<undefined>["fire"] = async (firing, { host }) => {
  const partition = host.storage.partition(firing.from);
  const policy = await partition.read((tx) => policyStore.find(tx, firing.key));
  if (policy?.state !== "ENABLED") return partition.write((tx) => firing.settle(tx));
  const nowMs = host.clock.nowMs();
  const schedules = policy.details.Schedules ?? [];
  const failed: string[] = [];
  const run = { policy, firing, host, nowMs, failed };
  // Each on its own: what cannot be copied keeps nothing from being deleted in its time.
  const work = [
    async () => {
      for (const [index, schedule] of schedules.entries()) {
        const dueMs = policy.nextMs[index] ?? 0;
        if (dueMs <= nowMs) await takeSnapshots(schedule, dueMs, run);
      }
    },
    () => copySnapshots(run),
    () => removeSnapshots(run),
  ];
  for (const part of work)
    await part().catch((error: Error) => {
      firing.signal.throwIfAborted();
      failed.push(error.message);
    });
  const [message] = failed;
  if (message !== undefined)
    host.log.warn("a lifecycle policy could not do all that was due", { policy: policy.id, error: message });
  await partition.write(async (tx) => {
    const found = await policyStore.find(tx, policy.id);
    if (!found) return firing.settle(tx);
    // Of its schedules as they are now: it may have been updated meanwhile.
    const nextMs = (found.details.Schedules ?? []).map(({ CreateRule = {} }, index) => {
      const dueMs = found.nextMs[index] ?? 0;
      return dueMs <= nowMs ? nextRunMs(CreateRule, nowMs) : dueMs;
    });
    await policyStore.put(tx, { ...found, nextMs, message });
    const known = await policyStore.snapshots(tx, policy.id);
    const copyMs = known.some(({ copies }) => copies.length > 0) ? nowMs + copyAgainMs : Number.MAX_SAFE_INTEGER;
    const expiresMs = known.map((each) => each.expiresMs ?? Number.MAX_SAFE_INTEGER).filter((each) => each > nowMs);
    await firing.settle(tx, { dueMs: Math.min(...nextMs, copyMs, ...expiresMs.sort((a, b) => a - b).slice(0, 1)) });
  });
};

interface Run {
  readonly policy: Policy;
  readonly firing: Firing;
  readonly host: ServiceHost;
  readonly nowMs: number;
  /** Why something of it was not done. */
  readonly failed: string[];
}

/**
 * Of each resource on its own, so that one that cannot be read (it was deleted a moment ago) keeps no other from its backup. What has a snapshot of this time
 * already was there before a crash.
 */
async function takeSnapshots(schedule: Schedule, dueMs: number, run: Run): Promise<void> {
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

/** What AWS marks such snapshots with. The prefix is reserved, so no call of a user's could give these tags. */
async function markManaged(
  host: ServiceHost,
  place: { readonly account: string; readonly region: string },
  resourceId: string,
  { id }: Policy,
  { Name = "" }: Schedule,
): Promise<void> {
  await host.storage.partition(regionKey(place)).write(async (tx) => {
    await tagStore.put(tx, { resourceId, key: "aws:dlm:lifecycle-policy-id", value: id });
    await tagStore.put(tx, { resourceId, key: "aws:dlm:lifecycle-schedule-name", value: Name });
    await tagStore.put(tx, { resourceId, key: "dlm:managed", value: "true" });
  });
}

async function copySnapshots(run: Run): Promise<void> {
  const { policy, host, firing, nowMs } = run;
  const partition = host.storage.partition(firing.from);
  for (const snapshot of await partition.read((tx) => policyStore.snapshots(tx, policy.id))) {
    const schedule = scheduleOf(policy.details, snapshot);
    for (const region of snapshot.copies) {
      const rule = schedule?.CrossRegionCopyRules?.find((each) => regionOfCopy(each) === region);
      const copied =
        rule && (await copySnapshot(snapshot, region, rule.Encrypted ?? false, rule.CopyTags ?? false, run));
      if (copied === "later") break;
      await partition.write(async (tx) => {
        const [found] = (await policyStore.snapshots(tx, policy.id)).filter(
          (each) => each.snapshotId === snapshot.snapshotId && each.region === snapshot.region,
        );
        if (found)
          await policyStore.putSnapshot(tx, { ...found, copies: found.copies.filter((each) => each !== region) });
        if (copied === undefined || copied === "gone") return;
        const expiresMs = expiryMs(rule?.RetainRule, nowMs);
        await policyStore.putSnapshot(tx, {
          ...snapshot,
          region,
          snapshotId: copied.id,
          copies: [],
          createdMs: nowMs,
          expiresMs,
        });
      });
    }
  }
}

async function copySnapshot(
  snapshot: ManagedSnapshot,
  region: string,
  Encrypted: boolean,
  copiesTags: boolean,
  run: Run,
): Promise<{ id: string } | "later" | "gone"> {
  const { host, firing, policy } = run;
  const { snapshotId: SourceSnapshotId, region: SourceRegion } = snapshot;
  const tags = await host.storage.partition(regionKey(firing.from)).read((tx) => tagStore.find(tx, SourceSnapshotId));
  const Tags = Object.entries(copiesTags ? tags : {})
    .filter(([key]) => !key.startsWith("aws:"))
    .map(([Key, Value]) => ({ Key, Value }));
  const TagSpecifications = Tags.length > 0 ? [{ ResourceType: "snapshot" as const, Tags }] : [];
  const input = {
    SourceSnapshotId,
    SourceRegion,
    Encrypted,
    TagSpecifications,
    Description: `Copied for policy: ${policy.id}`,
  };
  try {
    const { SnapshotId = "" } = await asRole(run, (as) => host.call("ec2", "CopySnapshot", input, { ...as, region }));
    await markManaged(host, { account: firing.from.account, region }, SnapshotId, policy, { Name: snapshot.schedule });
    return { id: SnapshotId };
  } catch (error) {
    if (isNamed(error, "IncorrectState")) return "later";
    if (isNamed(error, "InvalidSnapshot.NotFound")) return "gone";
    throw error;
  }
}

/** What is too old, and of each volume what is more than is to be kept. */
async function removeSnapshots(run: Run): Promise<void> {
  const { policy, host, firing, nowMs } = run;
  const partition = host.storage.partition(firing.from);
  const known = await partition.read((tx) => policyStore.snapshots(tx, policy.id));
  const surplus = known.filter(({ expiresMs }) => expiresMs !== undefined && expiresMs <= nowMs);
  const groups = Map.groupBy(known, (each) => `${each.schedule} ${each.region} ${each.volumeId}`);
  for (const group of groups.values()) {
    const [first] = group;
    const count =
      first && first.region === firing.from.region ? scheduleOf(policy.details, first)?.RetainRule?.Count : undefined;
    if (!count) continue;
    const newest = group
      .filter(({ expiresMs }) => expiresMs === undefined)
      .sort((left, right) => right.createdMs - left.createdMs);
    surplus.push(...newest.slice(count));
  }
  for (const snapshot of surplus) {
    firing.signal.throwIfAborted();
    if (snapshot.copies.length > 0) continue;
    const { snapshotId: SnapshotId, region } = snapshot;
    try {
      await asRole(run, (as) => host.call("ec2", "DeleteSnapshot", { SnapshotId }, { ...as, region }));
    } catch (error) {
      // It is locked: it stays the policy's, which tries again with its next run.
      if (isNamed(error, "OperationNotPermitted")) {
        run.failed.push(error.message);
        continue;
      }
      // Somebody has deleted it, or has made an image of it: it is his then.
      if (!isNamed(error, "InvalidSnapshot.NotFound") && !isNamed(error, "InvalidSnapshot.InUse")) throw error;
    }
    await partition.write((tx) => policyStore.removeSnapshot(tx, snapshot));
  }
}

function scheduleOf({ Schedules = [] }: PolicyDetails, { schedule }: ManagedSnapshot): Schedule | undefined {
  return Schedules.find(({ Name = "" }) => Name === schedule);
}

function asRole<T>({ policy, host, firing: { from } }: Run, call: (as: CallOptions) => Promise<T>): Promise<T> {
  const place = { account: from.account, region: from.region };
  const caller = { role: policy.roleArn, sessionName: "DataLifecycleManager", assumedBy: "dlm.amazonaws.com" };
  return callAs(host, caller, { source: { ...place, arn: policyArn(place, policy.id) }, at: place }, call);
}
