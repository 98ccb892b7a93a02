import { regionKey } from "../../block-storage/region-key.ts";
import type { Snapshot } from "../../block-storage/snapshots/snapshot.ts";
import { inBin, snapshotStore } from "../../block-storage/snapshots/snapshot-store.ts";
import { dryRun, notInRecycleBin } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";
import { checkPage } from "../resources/page.ts";
import { checkIds } from "../resources/resource-id.ts";
import { toRowPage } from "../resources/row-page.ts";

/** What was deleted and is kept by a rule. */
export const listSnapshotsInRecycleBin: Ec2Operation<"ListSnapshotsInRecycleBin"> = async (input, context) => {
  const { SnapshotIds: ids = [], MaxResults, NextToken, DryRun } = input;
  checkPage(input, ids, "snapshotIds");
  checkIds(ids, "snap", "InvalidSnapshotID");
  if (DryRun) throw dryRun();
  const fits = ({ binned, isDropped }: Snapshot) => binned !== undefined && !isDropped;
  const { items, NextToken: next } = await context.host.storage.partition(regionKey(context)).read(async (tx) => {
    if (ids.length === 0)
      return toRowPage({
        read: (after, limit) => snapshotStore.search(tx, { state: inBin }, after, limit),
        fits,
        idOf: ({ id }) => id,
        MaxResults,
        NextToken,
      });
    const items: Snapshot[] = [];
    for (const id of new Set(ids)) {
      const found = await snapshotStore.find(tx, id);
      if (!found || !fits(found)) throw notInRecycleBin("snapshot", id);
      items.push(found);
    }
    return { items, NextToken: undefined };
  });
  return {
    Snapshots: items.map(({ id, binned, description, volumeId }) => ({
      SnapshotId: id,
      RecycleBinEnterTime: new Date(binned?.enteredMs ?? 0),
      RecycleBinExitTime: new Date(binned?.exitsMs ?? 0),
      Description: description,
      VolumeId: volumeId,
    })),
    NextToken: next,
  };
};
