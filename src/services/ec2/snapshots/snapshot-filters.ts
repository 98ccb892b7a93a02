import type { Snapshot } from "../../block-storage/snapshots/snapshot.ts";
import type { Tags } from "../../tags.ts";
import type { FilterTable } from "../resources/filters.ts";

export interface TaggedSnapshot {
  readonly snapshot: Snapshot;
  readonly tags: Tags;
}

/** Source: "DescribeSnapshots", "Filters". */
export const snapshotFilters: FilterTable<TaggedSnapshot> = {
  description: ({ snapshot }) => [snapshot.description],
  encrypted: ({ snapshot }) => [String(snapshot.isEncrypted)],
  "owner-alias": () => [],
  "owner-id": ({ snapshot }) => [snapshot.ownerId],
  progress: ({ snapshot }) => [`${snapshot.progress}%`],
  "snapshot-id": ({ snapshot }) => [snapshot.id],
  "start-time": ({ snapshot }) => [new Date(snapshot.startedMs).toISOString()],
  status: ({ snapshot }) => [snapshot.state],
  "storage-tier": ({ snapshot }) => [snapshot.tiering?.tier ?? "standard"],
  "transfer-type": () => ["standard"],
  "volume-id": ({ snapshot }) => [snapshot.volumeId],
  "volume-size": ({ snapshot }) => [String(snapshot.sizeGiB)],
};
