import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun } from "../errors.ts";
import { limits } from "../limits.ts";
import type { Ec2Operation } from "../operation.ts";
import { findShared } from "../snapshots/find-source.ts";
import { listSnapshots } from "../snapshots/list-snapshots.ts";
import type { TaggedSnapshot } from "../snapshots/snapshot-filters.ts";
import { toSnapshot } from "../snapshots/to-snapshot.ts";

/** The account's snapshots, those that others share with it, and public ones, in the order of their ids. */
export const describeSnapshots: Ec2Operation<"DescribeSnapshots"> = async (input, context) => {
  if (input.DryRun) throw dryRun();
  const { storage } = context.host;
  const { SnapshotIds: ids = [] } = input;
  const shared: TaggedSnapshot[] = [];
  for (const id of ids.length > 0 && ids.length <= limits.valuesPerFilter ? new Set(ids) : []) {
    const found = await findShared(storage, id, context);
    // Tags are their owner's.
    if (found) shared.push({ snapshot: found.snapshot, tags: {} });
  }
  const own = ids.filter((id) => !shared.some(({ snapshot }) => snapshot.id === id));
  const { items, NextToken } =
    ids.length > 0 && own.length === 0
      ? { items: [], NextToken: undefined }
      : await storage
          .partition(regionKey(context))
          .read((tx) => listSnapshots(tx, { ...input, SnapshotIds: own }, context));
  items.push(...shared);
  return { Snapshots: items.map(({ snapshot, tags }) => toSnapshot(snapshot, tags)), NextToken };
};
