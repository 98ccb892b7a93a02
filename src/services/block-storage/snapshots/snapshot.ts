import { partitionOf } from "../../../platform/arn.ts";
import type { Place } from "../../service.ts";
import type { Binned } from "../recycle-bin/binned.ts";
import type { Serving } from "../volumes/volume.ts";

export type SnapshotState = "pending" | "completed" | "error";

/** What a volume held at a time. Its blocks are in the map that has its id (`blocks/`). */
export interface Snapshot {
  readonly id: string;
  /** `vol-ffffffff` where it was made of no volume. Source: "Snapshot", "VolumeId". */
  readonly volumeId: string;
  readonly sizeGiB: number;
  readonly state: SnapshotState;
  readonly message: string | undefined;
  readonly startedMs: number;
  readonly completedMs: number | undefined;
  /** 0 to 100. */
  readonly progress: number;
  readonly description: string;
  readonly isEncrypted: boolean;
  readonly kmsKeyId: string | undefined;
  readonly ownerId: string;
  readonly sharedWith: readonly string[];
  readonly isPublic: boolean;
  /** Blocks that it has, and those of them that its predecessor had not. */
  readonly blocks: number;
  readonly changedBlocks: number;
  /** How it comes to its blocks, while it is pending. */
  readonly making: Making | undefined;
  readonly parentId: string | undefined;
  readonly clientToken: string | undefined;
  /** The hash of what the token was used with. */
  readonly tokenInput: string | undefined;
  /** Somebody asked to delete it while it was being made: it is shown no more, and goes when it is made. */
  readonly isDropped: boolean;
  /** Since when it is in the recycle bin, where nobody sees it, and until when. */
  readonly binned?: Binned | undefined;
  readonly lock?: SnapshotLock | undefined;
  /** What has been done about its tier; one without it is in the standard tier, and always was. */
  readonly tiering?: Tiering | undefined;
}

/** Source: "Amazon EBS snapshot lock". */
export interface SnapshotLock {
  readonly mode: "governance" | "compliance";
  readonly createdMs: number;
  readonly coolOffHours: number | undefined;
  /** Counts from `startedMs` on. */
  readonly durationDays: number;
  /** Undefined until the snapshot is completed: its lock's duration begins then. */
  readonly startedMs: number | undefined;
  /** Where the end was said rather than the duration. */
  readonly expiresMs: number | undefined;
}

/** Source: "Archive Amazon EBS snapshots", and `LastTieringOperationStatus` of "SnapshotTierStatus". */
export interface Tiering {
  readonly tier: "standard" | "archive";
  readonly operation: "archival" | "temporary-restore" | "permanent-restore";
  readonly state: "in-progress" | "completed";
  readonly startedMs: number;
  /** When the archive had it whole; undefined where it is not in the archive. */
  readonly archivedMs: number | undefined;
  /** When it goes back to the archive, where it was restored for a time. */
  readonly restoredUntilMs: number | undefined;
  readonly restoreDays: number | undefined;
}

/** What is dropped, and what is in the recycle bin, is seen by nobody who asks for snapshots. */
export function isShown({ isDropped, binned }: Snapshot): boolean {
  return !isDropped && !binned;
}

/** Its data cannot be read: it has to be restored to the standard tier first. */
export function isArchived({ tiering }: Snapshot): boolean {
  return tiering?.tier === "archive";
}

export type Making =
  /** Of what has been written to a volume up to and with this layer; where several servers may serve it, on the disk of this one. */
  | { readonly from: "layers"; readonly layer: number; readonly served?: Serving | undefined }
  /** By PutSnapshotBlock; refused after so long without one. */
  | { readonly from: "puts"; readonly timeoutMinutes: number; readonly isSealed: boolean }
  | { readonly from: "copy"; readonly account: string; readonly region: string; readonly snapshotId: string };

/** Snapshots are no account's, by their ARNs. */
export function snapshotArn({ region }: Pick<Place, "region">, id: string): string {
  return `arn:${partitionOf(region)}:ec2:${region}::snapshot/${id}`;
}

/** The timer that makes a snapshot's blocks its own; the key is its id. */
export const makeTimer = "ec2.make-snapshot";
