import { regionKey } from "../../block-storage/region-key.ts";
import type { Volume } from "../../block-storage/volumes/volume.ts";
import { volumeStore } from "../../block-storage/volumes/volume-store.ts";
import { dryRun, notInRecycleBin } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";
import { checkPage } from "../resources/page.ts";
import { checkIds } from "../resources/resource-id.ts";
import { toRowPage } from "../resources/row-page.ts";
import { zoneIdOf } from "../volumes/to-volume.ts";

/** What was deleted and is kept by a rule. */
export const listVolumesInRecycleBin: Ec2Operation<"ListVolumesInRecycleBin"> = async (input, context) => {
  const { VolumeIds: ids = [], MaxResults, NextToken, DryRun } = input;
  checkPage(input, ids, "volumeIds");
  checkIds(ids, "vol", "InvalidVolumeID");
  if (DryRun) throw dryRun();
  const { items, NextToken: next } = await context.host.storage.partition(regionKey(context)).read(async (tx) => {
    if (ids.length === 0)
      return toRowPage({
        read: (after, limit) => volumeStore.ofBin(tx, after, limit),
        fits: () => true,
        idOf: ({ id }) => id,
        MaxResults,
        NextToken,
      });
    const items: Volume[] = [];
    for (const id of new Set(ids)) {
      const found = await volumeStore.find(tx, id);
      if (!found?.binned) throw notInRecycleBin("volume", id);
      items.push(found);
    }
    return { items, NextToken: undefined };
  });
  return {
    Volumes: items.map(({ binned, ...volume }) => ({
      VolumeId: volume.id,
      VolumeType: volume.kind,
      State: volume.state,
      Size: volume.sizeGiB,
      Iops: volume.iops,
      Throughput: volume.throughput,
      AvailabilityZone: volume.zone,
      AvailabilityZoneId: zoneIdOf(volume.zone, context.region),
      SnapshotId: volume.snapshotId || undefined,
      CreateTime: new Date(volume.createdMs),
      RecycleBinEnterTime: new Date(binned?.enteredMs ?? 0),
      RecycleBinExitTime: new Date(binned?.exitsMs ?? 0),
    })),
    NextToken: next,
  };
};
