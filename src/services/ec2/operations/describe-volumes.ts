import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";
import { listVolumes } from "../volumes/list-volumes.ts";
import { toVolume } from "../volumes/to-volume.ts";
import { volumeFilters } from "../volumes/volume-filters.ts";

/** Volumes in the order of their ids. */
export const describeVolumes: Ec2Operation<"DescribeVolumes"> = async (input, context) => {
  if (input.DryRun) throw dryRun();
  const { items, NextToken } = await context.host.storage
    .partition(regionKey(context))
    .read((tx) => listVolumes(tx, input, volumeFilters, context.region));
  return { Volumes: items.map(({ volume, tags }) => toVolume(volume, tags, context)), NextToken };
};
