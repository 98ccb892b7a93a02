import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually } from "../../../test/support/eventually.ts";
import { openServiceTest } from "../../../test/support/service-test.ts";
import { ec2 } from "../ec2/service.ts";
import { type PricedHour, priceUsage } from "../usage/prices.ts";
import { readUsage, usageMigrations } from "../usage/usage.ts";
import { blockBytes } from "./blocks/block.ts";
import type { StorageState } from "./layers/storage-state.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const AvailabilityZone = "us-east-1a";

test("volumes are billed by what they are promised, snapshots by what is new in them, and by their tags", async (context) => {
  const { call, clock, table, asRoot } = await openServiceTest(context, [
    { ...ec2, migrations: [...ec2.migrations, ...usageMigrations] },
  ]);
  const startMs = clock.nowMs();
  const TagSpecifications = [{ ResourceType: "volume" as const, Tags: [{ Key: "team", Value: "a" }] }];
  const made = [
    { VolumeType: "gp3" as const, Size: 10, Iops: 4_000, Throughput: 253, TagSpecifications },
    { VolumeType: "gp3" as const, Size: 20, TagSpecifications },
    { VolumeType: "io2" as const, Size: 100, Iops: 50_000 },
    { VolumeType: "standard" as const, Size: 1 },
  ];
  const ids: string[] = [];
  for (const input of made)
    ids.push((await call("ec2", "CreateVolume", { AvailabilityZone, ...input })).VolumeId ?? "");
  clock.advance(1_000);
  const [VolumeId = ""] = ids;
  const stateOf = async () =>
    (await call("ec2", "DescribeVolumes", { VolumeIds: [VolumeId] })).Volumes?.[0]?.State === "available" || undefined;
  await eventually(stateOf, "the volume to be available");
  const state = table.services.get("ec2")?.state as StorageState | undefined;
  assert.ok(state);
  const { volumes } = state;
  for (const block of [0, 1, 2])
    await volumes.use(asRoot, VolumeId, (data) => data.write(Buffer.alloc(blockBytes, block + 1), block * blockBytes));
  const { SnapshotId = "" } = await call("ec2", "CreateSnapshot", { VolumeId });
  const isMade = async () =>
    (await call("ec2", "DescribeSnapshots", { SnapshotIds: [SnapshotId] })).Snapshots?.[0]?.State === "completed" ||
    undefined;
  await eventually(isMade, "the snapshot to be made");
  // The first look counts nothing: it is from then on.
  clock.advance(10_000);
  await table.host.storage.timers.idle();
  clock.advance(dayMs);
  await table.host.storage.timers.idle();
  const hours: PricedHour[] = [];
  const range = { fromMs: startMs - dayMs, toMs: clock.nowMs() + dayMs };
  for await (const hour of priceUsage(readUsage(table.host.storage, "000000000000", range))) hours.push(hour);
  // January has 31 days.
  const monthly = (usageType: string, team?: string) =>
    hours
      .filter((hour) => hour.usageType === usageType && hour.tags.team === team)
      .reduce((sum, { quantity }) => sum + quantity, 0) * 31;
  const isNear = (value: number, wanted: number, what: string) =>
    assert.ok(Math.abs(value / wanted - 1) < 0.001, `${what}: ${value}, not ${wanted}`);
  isNear(monthly("EBS:VolumeUsage.gp3", "a"), 30, "gigabytes");
  isNear(monthly("EBS:VolumeP-IOPS.gp3", "a"), 1_000, "operations");
  isNear(monthly("EBS:VolumeP-Throughput.gp3", "a"), 128 / 1_024, "throughput");
  isNear(monthly("EBS:VolumeUsage.io2"), 100, "gigabytes");
  isNear(monthly("EBS:VolumeP-IOPS.io2"), 32_000, "operations");
  isNear(monthly("EBS:VolumeP-IOPS.io2.tier2"), 18_000, "further operations");
  assert.equal(monthly("EBS:VolumeP-IOPS.io2.tier3"), 0);
  isNear(monthly("EBS:VolumeUsage"), 1, "gigabytes");
  isNear(monthly("EBS:SnapshotUsage"), (3 * blockBytes) / 2 ** 30, "a snapshot's gigabytes");
  const cost = hours
    .filter(({ usageType }) => usageType === "EBS:VolumeUsage.gp3")
    .reduce((sum, hour) => sum + hour.cost, 0);
  isNear(cost * 31, 30 * 0.08, "cost");
});
