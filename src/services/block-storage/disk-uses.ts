import type { PartitionKey } from "../../storage/database.ts";
import { eachRow } from "../../storage/each-row.ts";
import type { ServiceHost } from "../service.ts";
import type { Tags } from "../tags.ts";
import type { UsageType } from "../usage/price-list.ts";
import { blockBytes } from "./blocks/block.ts";
import { snapshotStore } from "./snapshots/snapshot-store.ts";
import { tagStore } from "./tag-store.ts";
import type { Volume } from "./volumes/volume.ts";
import { volumeStore } from "./volumes/volume-store.ts";

const rowsAtOnce = 500;
const gib = 2 ** 30;
/** What the size of a gp3 volume pays for. Source: "Amazon EBS pricing". */
const included = { iops: 3_000, throughput: 125 };
/** Where the further operations of an io2 volume become cheaper, each under a name of its own. */
const io2Tiers = [
  ["EBS:VolumeP-IOPS.io2", 0, 32_000],
  ["EBS:VolumeP-IOPS.io2.tier2", 32_000, 64_000],
  ["EBS:VolumeP-IOPS.io2.tier3", 64_000, Number.POSITIVE_INFINITY],
] as const;

export type Use = readonly [usageType: UsageType, operation: string, amount: number, tags: Tags];

/** What volumes and snapshots are billed for, each under its names. */
export async function* eachUse(key: PartitionKey, { storage }: ServiceHost): AsyncGenerator<Use> {
  const partition = storage.partition(key);
  const volumes = (last: Volume | undefined) =>
    partition.read((tx) => volumeStore.list(tx, last?.id ?? "", rowsAtOnce));
  for await (const volume of eachRow(volumes, rowsAtOnce)) {
    const tags = await partition.read((tx) => tagStore.find(tx, volume.id));
    for (const [usageType, amount] of usesOf(volume)) yield [usageType, `CreateVolume-${nameOf(volume)}`, amount, tags];
  }
  let after = "";
  for (;;) {
    const page = await partition.read((tx) => snapshotStore.search(tx, {}, after, rowsAtOnce));
    for (const { id, state, blocks, changedBlocks, tiering } of page) {
      if (state !== "completed") continue;
      const tags = await partition.read((tx) => tagStore.find(tx, id));
      // The archive has all of a snapshot's blocks; restored for a time they are in both tiers.
      const isWhole = tiering?.archivedMs !== undefined;
      if (isWhole) yield ["EBS:SnapshotArchiveStorage", "ModifySnapshotTier", (blocks * blockBytes) / gib, tags];
      if (tiering?.tier === "archive") continue;
      yield ["EBS:SnapshotUsage", "CreateSnapshot", ((isWhole ? blocks : changedBlocks) * blockBytes) / gib, tags];
    }
    if (page.length < rowsAtOnce) return;
    after = page.at(-1)?.id ?? "";
  }
}

function usesOf(volume: Volume): (readonly [UsageType, number])[] {
  const { kind, sizeGiB, iops = 0, throughput = 0 } = volume;
  const name = nameOf(volume);
  const usageType: UsageType = name === "standard" ? "EBS:VolumeUsage" : `EBS:VolumeUsage.${name}`;
  const size = [usageType, sizeGiB] as const;
  if (kind === "io1") return [size, ["EBS:VolumeP-IOPS.piops", iops]];
  if (kind === "io2")
    return [size, ...io2Tiers.map(([name, from, to]) => [name, Math.max(Math.min(iops, to) - from, 0)] as const)];
  if (kind !== "gp3") return [size];
  return [
    size,
    ["EBS:VolumeP-IOPS.gp3", Math.max(iops - included.iops, 0)],
    ["EBS:VolumeP-Throughput.gp3", Math.max(throughput - included.throughput, 0) / 1_024],
  ];
}

/** As the bill calls it. */
function nameOf({ kind }: Volume) {
  return kind === "io1" ? "piops" : kind;
}
