import type { VolumeModification } from "@aws-sdk/client-ec2";
import { type Modification, type Volume, volumeSettleMs } from "../../block-storage/volumes/volume.ts";

export function toModification(
  { id }: Volume,
  { state, startedMs, endedMs, original, target }: Modification,
  nowMs: number,
): VolumeModification {
  const all = volumeSettleMs.modifying + volumeSettleMs.optimizing;
  const progress = state === "completed" ? 100 : Math.min(99, Math.floor((100 * (nowMs - startedMs)) / all));
  return {
    VolumeId: id,
    ModificationState: state,
    TargetSize: target.sizeGiB,
    TargetIops: target.iops,
    TargetVolumeType: target.kind,
    TargetThroughput: target.throughput,
    TargetMultiAttachEnabled: target.isMultiAttach,
    OriginalSize: original.sizeGiB,
    OriginalIops: original.iops,
    OriginalVolumeType: original.kind,
    OriginalThroughput: original.throughput,
    OriginalMultiAttachEnabled: original.isMultiAttach,
    Progress: progress,
    StartTime: new Date(startedMs),
    EndTime: endedMs === undefined ? undefined : new Date(endedMs),
  };
}
