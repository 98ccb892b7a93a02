import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, modificationNotFound } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";
import type { FilterTable } from "../resources/filters.ts";
import { listVolumes } from "../volumes/list-volumes.ts";
import { toModification } from "../volumes/to-modification.ts";
import type { TaggedVolume } from "../volumes/volume-filters.ts";

/** The last change of each volume that has had one. */
export const describeVolumesModifications: Ec2Operation<"DescribeVolumesModifications"> = async (input, context) => {
  if (input.DryRun) throw dryRun();
  const nowMs = context.host.clock.nowMs();
  const { items, NextToken } = await context.host.storage
    .partition(regionKey(context))
    .read((tx) => listVolumes(tx, input, filters, context.region, ({ volume }) => volume.modification !== undefined));
  if (input.VolumeIds?.length && !input.Filters?.length && items.length === 0)
    throw modificationNotFound(input.VolumeIds);
  return {
    VolumesModifications: items.flatMap(({ volume }) =>
      volume.modification ? [toModification(volume, volume.modification, nowMs)] : [],
    ),
    NextToken,
  };
};

const filters: FilterTable<TaggedVolume> = {
  "modification-state": ({ volume }) => [volume.modification?.state],
  "original-iops": ({ volume }) => [text(volume.modification?.original.iops)],
  "original-size": ({ volume }) => [text(volume.modification?.original.sizeGiB)],
  "original-volume-type": ({ volume }) => [volume.modification?.original.kind],
  originalMultiAttachEnabled: ({ volume }) => [text(volume.modification?.original.isMultiAttach)],
  "start-time": ({ volume }) => (volume.modification ? [new Date(volume.modification.startedMs).toISOString()] : []),
  "target-iops": ({ volume }) => [text(volume.modification?.target.iops)],
  "target-size": ({ volume }) => [text(volume.modification?.target.sizeGiB)],
  "target-volume-type": ({ volume }) => [volume.modification?.target.kind],
  targetMultiAttachEnabled: ({ volume }) => [text(volume.modification?.target.isMultiAttach)],
  "volume-id": ({ volume }) => [volume.id],
};

function text(value: number | boolean | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
