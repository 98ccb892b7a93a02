import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";
import { compileFilters } from "../resources/filters.ts";
import { checkPage, toPage } from "../resources/page.ts";
import { type FastRestore, fastRestores, toFastRestore } from "../snapshots/fast-restore.ts";
import { zoneIdOf } from "../volumes/to-volume.ts";

export const describeFastSnapshotRestores: Ec2Operation<"DescribeFastSnapshotRestores"> = async (input, context) => {
  checkPage(input, undefined, "snapshotIds");
  const fits = compileFilters<FastRestore>(input.Filters, {
    "availability-zone": ({ zone }) => [zone],
    "availability-zone-id": ({ zone }) => [zoneIdOf(zone, context.region)],
    "owner-id": () => [context.account],
    "snapshot-id": ({ snapshotId }) => [snapshotId],
    state: ({ state }) => [state],
  });
  if (input.DryRun) throw dryRun();
  const all = await context.host.storage.partition(regionKey(context)).read((tx) => fastRestores.list(tx, context));
  const { items, NextToken } = toPage(all.filter(fits), ({ id }) => id, input);
  return { FastSnapshotRestores: items.map((each) => toFastRestore(each, context)), NextToken };
};
