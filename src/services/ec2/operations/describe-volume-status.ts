import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";
import type { FilterTable } from "../resources/filters.ts";
import { listVolumes } from "../volumes/list-volumes.ts";
import { zoneIdOf } from "../volumes/to-volume.ts";
import type { TaggedVolume } from "../volumes/volume-filters.ts";

/** Of volumes that are made: all is well with them. */
export const describeVolumeStatus: Ec2Operation<"DescribeVolumeStatus"> = async (input, context) => {
  if (input.DryRun) throw dryRun();
  const { items, NextToken } = await context.host.storage
    .partition(regionKey(context))
    .read((tx) => listVolumes(tx, input, filters, context.region));
  return {
    NextToken,
    VolumeStatuses: items.map(({ volume }) => ({
      Actions: [],
      AvailabilityZone: volume.zone,
      AvailabilityZoneId: zoneIdOf(volume.zone, context.region),
      Events: [],
      VolumeId: volume.id,
      VolumeStatus: {
        Status: statusOf(volume.state),
        Details: [
          { Name: "io-enabled", Status: "passed" },
          { Name: "io-performance", Status: "not-applicable" },
        ],
      },
      AttachmentStatuses: [],
    })),
  };
};

function statusOf(state: string): "ok" | "insufficient-data" {
  return state === "creating" ? "insufficient-data" : "ok";
}

const none = () => [];

const filters: FilterTable<TaggedVolume> = {
  "action.code": none,
  "action.description": none,
  "action.event-id": none,
  "attachment-status.instance-id": none,
  "attachment-status.io-performance": none,
  "availability-zone": ({ volume }) => [volume.zone],
  "event.description": none,
  "event.event-id": none,
  "event.event-type": none,
  "event.not-after": none,
  "event.not-before": none,
  "volume-status.details-name": () => ["io-enabled", "io-performance"],
  "volume-status.details-status": () => ["passed", "not-applicable"],
  "volume-status.status": ({ volume }) => [statusOf(volume.state)],
};
