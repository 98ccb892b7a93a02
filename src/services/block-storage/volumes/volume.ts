import { partitionOf } from "../../../platform/arn.ts";
import type { Place } from "../../service.ts";
import type { Binned } from "../recycle-bin/binned.ts";

export type VolumeState = "creating" | "available" | "in-use" | "deleting";
export type VolumeKind = "standard" | "gp2" | "gp3" | "io1" | "io2" | "st1" | "sc1";

/** A disk. Its bytes are in the map that has its id (`blocks/`), and above it in the layers that have been written since (`layers/`). */
export interface Volume {
  readonly id: string;
  readonly state: VolumeState;
  readonly kind: VolumeKind;
  readonly sizeGiB: number;
  /** Undefined where the kind has none to tell. */
  readonly iops: number | undefined;
  /** MiB/s. */
  readonly throughput: number | undefined;
  readonly isEncrypted: boolean;
  readonly kmsKeyId: string | undefined;
  readonly isMultiAttach: boolean;
  readonly zone: string;
  /** Empty where it was made of none. */
  readonly snapshotId: string;
  readonly createdMs: number;
  readonly attachments: readonly Attachment[];
  readonly autoEnablesIo: boolean;
  readonly modification: Modification | undefined;
  /** Of the last change that has ended; there may be another after a while only. */
  readonly clientToken: string | undefined;
  readonly tokenInput: string | undefined;
  /** A place whose snapshot's blocks are to be taken over before it is available. */
  readonly filledFrom: (Place & { readonly snapshotId: string }) | undefined;
  /** Layers up to this one are in its map. */
  readonly mergedLayer: number;
  /** The layer up to which is being merged: until then the map is between two times. */
  readonly merging?: number | undefined;
  /** Who serves it, where several servers may: what has been written since its last flush is on that one's disk alone. */
  readonly served?: Serving | undefined;
  /** It was deleted and is in the recycle bin, where nobody sees it. */
  readonly binned?: Binned | undefined;
}

/** A life of a node (`cluster/`). */
export interface Serving {
  readonly node: string;
  readonly epoch: number;
}

export interface Attachment {
  readonly instanceId: string;
  readonly device: string;
  readonly state: "attaching" | "attached" | "detaching" | "busy";
  readonly attachedMs: number;
  readonly deleteOnTermination: boolean;
}

export interface Modification {
  readonly state: "modifying" | "optimizing" | "completed";
  readonly startedMs: number;
  readonly endedMs: number | undefined;
  readonly original: VolumeShape;
  readonly target: VolumeShape;
}

export type VolumeShape = Pick<Volume, "kind" | "sizeGiB" | "iops" | "throughput" | "isMultiAttach">;

export function volumeArn({ account, region }: Place, id: string): string {
  return `arn:${partitionOf(region)}:ec2:${region}:${account}:volume/${id}`;
}

/** The timer of a volume that is on its way to another state; the key is its id. */
export const volumeTimer = "ec2.settle-volume";

/** How long each takes: shorter than on AWS. */
export const volumeSettleMs = {
  creating: 500,
  attaching: 500,
  detaching: 500,
  deleting: 500,
  modifying: 1_000,
  optimizing: 5_000,
};
