import type { Volume, VolumeKind, VolumeShape } from "../../block-storage/volumes/volume.ts";
import { invalidParameterCombination, invalidParameterValue, missingParameter, unknownVolumeType } from "../errors.ts";

/** Of each kind: GiB, I/O operations a second, MiB/s. Source: "Amazon EBS volume types", "CreateVolume". */
interface Rules {
  readonly sizeGiB: readonly [least: number, most: number];
  /** What may be asked for, and how many a GiB may have. */
  readonly iops?: {
    readonly range: readonly [least: number, most: number];
    readonly perGiB: number;
    readonly standard?: number;
  };
  readonly throughput?: { readonly range: readonly [least: number, most: number]; readonly perIops: number };
  readonly multiAttach?: true;
}

const rules: Readonly<Record<VolumeKind, Rules>> = {
  standard: { sizeGiB: [1, 1_024] },
  gp2: { sizeGiB: [1, 16_384] },
  gp3: {
    sizeGiB: [1, 65_536],
    iops: { range: [3_000, 80_000], perGiB: 500, standard: 3_000 },
    throughput: { range: [125, 2_000], perIops: 0.25 },
  },
  io1: { sizeGiB: [4, 16_384], iops: { range: [100, 64_000], perGiB: 50 }, multiAttach: true },
  io2: { sizeGiB: [4, 65_536], iops: { range: [100, 256_000], perGiB: 1_000 }, multiAttach: true },
  st1: { sizeGiB: [125, 16_384] },
  sc1: { sizeGiB: [125, 16_384] },
};

export interface AskedShape {
  readonly kind: string | undefined;
  readonly sizeGiB: number;
  readonly iops: number | undefined;
  readonly throughput: number | undefined;
  readonly isMultiAttach: boolean;
}

/** What a volume that is asked for has, with what its kind has by itself. Throws for what EBS refuses, in its order: kind, size, IOPS, throughput. */
export function checkShape({ kind = "gp2", sizeGiB, iops, throughput, isMultiAttach }: AskedShape): VolumeShape {
  if (!isKind(kind)) throw unknownVolumeType(kind);
  const own = rules[kind];
  const [smallest, largest] = own.sizeGiB;
  if (sizeGiB < smallest)
    throw invalidParameterValue(
      `Volume of ${sizeGiB}GiB is too small for volume type ${kind}; minimum is ${smallest}GiB.`,
    );
  if (sizeGiB > largest)
    throw invalidParameterValue(
      `Volume of ${sizeGiB}GiB is too large for volume type ${kind}; maximum is ${largest}GiB.`,
    );
  if (isMultiAttach && !own.multiAttach)
    throw invalidParameterCombination(`The parameter MultiAttachEnabled is not supported for ${kind} volumes.`);
  const ownIops = checkIops(kind, sizeGiB, iops);
  return { kind, sizeGiB, iops: ownIops, throughput: checkThroughput(kind, throughput, ownIops), isMultiAttach };
}

function isKind(kind: string): kind is VolumeKind {
  return Object.hasOwn(rules, kind);
}

function checkIops(kind: VolumeKind, sizeGiB: number, asked: number | undefined): number | undefined {
  const { iops: own } = rules[kind];
  if (!own) {
    if (asked !== undefined)
      throw invalidParameterCombination(`The parameter iops is not supported for ${kind} volumes.`);
    // Three a GiB, within bounds. Source: "General Purpose SSD volumes".
    return kind === "gp2" ? Math.min(16_000, Math.max(100, sizeGiB * 3)) : undefined;
  }
  if (asked === undefined) {
    if (own.standard === undefined) throw missingParameter(`iops. It is required for ${kind} volumes.`);
    return own.standard;
  }
  const [least, most] = own.range;
  if (asked < least) throw invalidParameterValue(`Volume iops of ${asked} is too low; minimum is ${least}.`);
  if (asked > most) throw invalidParameterValue(`Volume iops of ${asked} is too high; maximum is ${most}.`);
  // What everyone has of a kind is no matter of its size.
  if (asked > sizeGiB * own.perGiB && asked !== own.standard)
    throw invalidParameterValue(
      `Iops to volume size ratio of ${(asked / sizeGiB).toFixed(6)} is too high; maximum is ${own.perGiB}.`,
    );
  return asked;
}

function checkThroughput(kind: VolumeKind, asked: number | undefined, iops: number | undefined): number | undefined {
  const { throughput: own } = rules[kind];
  if (!own) {
    if (asked !== undefined)
      throw invalidParameterCombination(`The parameter throughput is not supported for ${kind} volumes.`);
    return undefined;
  }
  const [least, most] = own.range;
  if (asked === undefined) return least;
  if (asked < least)
    throw invalidParameterValue(`Volume throughput of ${asked} MiB/s is too low; minimum is ${least} MiB/s.`);
  if (asked > most)
    throw invalidParameterValue(`Volume throughput of ${asked} MiB/s is too high; maximum is ${most} MiB/s.`);
  if (asked > (iops ?? 0) * own.perIops)
    throw invalidParameterValue(
      `Throughput (MiBps) to iops ratio of ${(asked / (iops ?? 1)).toFixed(6)} is too high; maximum is ${own.perIops.toFixed(6)} MiBps per iops.`,
    );
  return asked;
}

export function shapeOf({ kind, sizeGiB, iops, throughput, isMultiAttach }: Volume): VolumeShape {
  return { kind, sizeGiB, iops, throughput, isMultiAttach };
}
