import type { Snapshot as WireSnapshot } from "@aws-sdk/client-ec2";
import { blockBytes } from "../../block-storage/blocks/block.ts";
import type { Snapshot } from "../../block-storage/snapshots/snapshot.ts";
import { type Tags, toTagList } from "../../tags.ts";

export function toSnapshot(snapshot: Snapshot, tags: Tags): WireSnapshot {
  const list = toTagList(tags);
  const isCompleted = snapshot.state === "completed";
  return {
    SnapshotId: snapshot.id,
    VolumeId: snapshot.volumeId,
    State: snapshot.state,
    StateMessage: snapshot.message,
    StartTime: new Date(snapshot.startedMs),
    CompletionTime: snapshot.completedMs === undefined ? undefined : new Date(snapshot.completedMs),
    Progress: `${snapshot.progress}%`,
    OwnerId: snapshot.ownerId,
    Description: snapshot.description,
    VolumeSize: snapshot.sizeGiB,
    Encrypted: snapshot.isEncrypted,
    KmsKeyId: snapshot.kmsKeyId,
    Tags: list.length > 0 ? list : undefined,
    StorageTier: snapshot.tiering?.tier ?? "standard",
    RestoreExpiryTime:
      snapshot.tiering?.restoredUntilMs === undefined ? undefined : new Date(snapshot.tiering.restoredUntilMs),
    TransferType: snapshot.making?.from === "copy" ? "standard" : undefined,
    FullSnapshotSizeInBytes: isCompleted ? snapshot.blocks * blockBytes : undefined,
  };
}

/** What CreateSnapshot and its like answer: without what only a finished one has. */
export function toMadeSnapshot(snapshot: Snapshot, tags: Tags) {
  return {
    SnapshotId: snapshot.id,
    VolumeId: snapshot.volumeId,
    State: snapshot.state,
    StartTime: new Date(snapshot.startedMs),
    // While it is pending CreateSnapshot says nothing of it, where DescribeSnapshots says 0%.
    Progress: snapshot.state === "pending" ? "" : `${snapshot.progress}%`,
    OwnerId: snapshot.ownerId,
    Description: snapshot.description,
    VolumeSize: snapshot.sizeGiB,
    Encrypted: snapshot.isEncrypted,
    KmsKeyId: snapshot.kmsKeyId,
    Tags: toTagList(tags),
  };
}
