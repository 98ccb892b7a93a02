import { Distribution, type EncodedDistribution } from "./distribution.ts";

/** One period's values of one metric, in one unit. */
export interface Point {
  readonly metric: string;
  readonly unit: string;
  readonly resolutionS: number;
  /** The period's start. */
  readonly atS: number;
  readonly values: Distribution;
}

/** Neighbouring points of one metric, unit and resolution, stored together. */
export interface BlockId {
  readonly metric: string;
  readonly unit: string;
  readonly resolutionS: number;
  readonly startS: number;
}

/**
 * Points of a block by the start of their period. They stay encoded: of a block that is read or changed most points are not
 * looked at.
 */
export type BlockPoints = Map<number, EncodedDistribution>;

/** How much time one block spans, by resolution: enough points that a day is few rows, few enough that a change is cheap. */
const spansS: Readonly<Record<number, number>> = { 1: 300, 60: 1_800, 300: 21_600, 3600: 432_000 };

export function blockSpanS(resolutionS: number): number {
  return spansS[resolutionS] ?? resolutionS;
}

export function blockStartS(resolutionS: number, atS: number): number {
  const spanS = blockSpanS(resolutionS);
  return Math.floor(atS / spanS) * spanS;
}

export function addPoint(points: BlockPoints, atS: number, values: Distribution): void {
  const known = points.get(atS);
  if (!known) {
    points.set(atS, values.encode());
    return;
  }
  const merged = Distribution.decode(known);
  merged.merge(values);
  points.set(atS, merged.encode());
}

export function encodeBlock(points: BlockPoints, { startS }: Pick<BlockId, "startS">): string {
  return JSON.stringify([...points].map(([atS, values]) => [atS - startS, values]));
}

export function decodeBlock(text: string, { startS }: Pick<BlockId, "startS">): BlockPoints {
  const encoded = JSON.parse(text) as [offsetS: number, EncodedDistribution][];
  return new Map(encoded.map(([offsetS, values]) => [startS + offsetS, values]));
}

type ChunkEntry = readonly [metric: string, unit: string, resolutionS: number, atS: number, EncodedDistribution];

export function encodeChunk(points: readonly Point[]): string {
  return JSON.stringify(
    points.map(
      ({ metric, unit, resolutionS, atS, values }): ChunkEntry => [metric, unit, resolutionS, atS, values.encode()],
    ),
  );
}

export function decodeChunk(text: string): Point[] {
  return (JSON.parse(text) as ChunkEntry[]).map(([metric, unit, resolutionS, atS, values]) => ({
    metric,
    unit,
    resolutionS,
    atS,
    values: Distribution.decode(values),
  }));
}
