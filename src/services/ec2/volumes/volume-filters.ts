import type { Volume } from "../../block-storage/volumes/volume.ts";
import type { Tags } from "../../tags.ts";
import type { FilterTable } from "../resources/filters.ts";
import { zoneIdOf } from "./to-volume.ts";

export interface TaggedVolume {
  readonly volume: Volume;
  readonly tags: Tags;
  readonly region: string;
}

/** Source: "DescribeVolumes", "Filters". */
export const volumeFilters: FilterTable<TaggedVolume> = {
  "attachment.attach-time": ({ volume }) => volume.attachments.map((each) => new Date(each.attachedMs).toISOString()),
  "attachment.delete-on-termination": ({ volume }) =>
    volume.attachments.map(({ deleteOnTermination }) => String(deleteOnTermination)),
  "attachment.device": ({ volume }) => volume.attachments.map(({ device }) => device),
  "attachment.instance-id": ({ volume }) => volume.attachments.map(({ instanceId }) => instanceId),
  "attachment.status": ({ volume }) => volume.attachments.map(({ state }) => state),
  "availability-zone": ({ volume }) => [volume.zone],
  "availability-zone-id": ({ volume, region }) => [zoneIdOf(volume.zone, region)],
  "create-time": ({ volume }) => [new Date(volume.createdMs).toISOString()],
  encrypted: ({ volume }) => [String(volume.isEncrypted)],
  "fast-restored": () => ["false"],
  "multi-attach-enabled": ({ volume }) => [String(volume.isMultiAttach)],
  "operator.managed": () => ["false"],
  "operator.principal": () => [],
  size: ({ volume }) => [String(volume.sizeGiB)],
  "snapshot-id": ({ volume }) => [volume.snapshotId],
  status: ({ volume }) => [volume.state],
  "volume-id": ({ volume }) => [volume.id],
  "volume-type": ({ volume }) => [volume.kind],
};
