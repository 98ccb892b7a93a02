import { dryRun } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";
import { regionKey } from "../resources/region-key.ts";
import { listSnapshots } from "../snapshots/list-snapshots.ts";
import { toSnapshot } from "../snapshots/to-snapshot.ts";

/** The account's snapshots, those that others share with it, and public ones, in the order of their ids. */
export const describeSnapshots: Ec2Operation<"DescribeSnapshots"> = async (input, context) => {
  if (input.DryRun) throw dryRun();
  const { items, NextToken } = await context.host.storage
    .partition(regionKey(context))
    .read((tx) => listSnapshots(tx, input, context));
  return { Snapshots: items.map(({ snapshot, tags }) => toSnapshot(snapshot, tags)), NextToken };
};
