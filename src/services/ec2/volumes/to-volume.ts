import type { VolumeAttachment, Volume as WireVolume } from "@aws-sdk/client-ec2";
import type { Attachment, Volume } from "../../block-storage/volumes/volume.ts";
import type { Place } from "../../service.ts";
import { type Tags, toTagList } from "../../tags.ts";
import { zonesOf } from "../network/zones.ts";

export function toVolume(volume: Volume, tags: Tags, { region }: Place): WireVolume {
  const list = toTagList(tags);
  return {
    Attachments: volume.attachments.map((attachment) => toAttachment(volume.id, attachment)),
    AvailabilityZone: volume.zone,
    AvailabilityZoneId: zoneIdOf(volume.zone, region),
    CreateTime: new Date(volume.createdMs),
    Encrypted: volume.isEncrypted,
    KmsKeyId: volume.kmsKeyId,
    Size: volume.sizeGiB,
    SnapshotId: volume.snapshotId,
    State: volume.state,
    VolumeId: volume.id,
    Iops: volume.iops,
    // Where there is none, AWS has no list.
    Tags: list.length > 0 ? list : undefined,
    VolumeType: volume.kind,
    MultiAttachEnabled: volume.isMultiAttach,
    Throughput: volume.throughput,
    Operator: { Managed: false },
  };
}

export function zoneIdOf(zone: string, region: string): string | undefined {
  return zonesOf(region).find(({ name }) => name === zone)?.id;
}

export function toAttachment(volumeId: string, attachment: Attachment): VolumeAttachment {
  return {
    AttachTime: new Date(attachment.attachedMs),
    Device: attachment.device,
    InstanceId: attachment.instanceId,
    State: attachment.state,
    VolumeId: volumeId,
    DeleteOnTermination: attachment.deleteOnTermination,
  };
}
