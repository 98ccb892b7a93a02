import type { ReadTransaction } from "../../../storage/database.ts";
import { retention } from "../limits.ts";
import { decodeChunk, type Point } from "./block.ts";
import { blockStore } from "./block-store.ts";
import { chunkStore, sliceOf } from "./chunk-store.ts";
import { Distribution } from "./distribution.ts";

/** Which data points of a metric are wanted, in periods. */
export interface PointRange {
  /** Periods begin at multiples of `periodS` from here. */
  readonly fromS: number;
  /** Exclusive. */
  readonly toS: number;
  readonly periodS: number;
  /** Of this unit only. */
  readonly unit: string | undefined;
}

/** Values of one unit by the start of their period. */
export type Periods = Map<number, Distribution>;

/** Reads the metrics of one namespace within one transaction. */
export class MetricReader {
  readonly #tx: ReadTransaction;
  readonly #nowS: number;
  readonly #unfolded = new Map<number, Promise<Map<string, Point[]>>>();

  constructor(tx: ReadTransaction, nowMs: number) {
    this.#tx = tx;
    this.#nowS = Math.floor(nowMs / 1000);
  }

  /**
   * By unit. What has been kept too coarsely for the period is left out, as on AWS; but points that were put by the minute, and are young, stand in the
   * period that their minute begins in. Source: recorded answers.
   */
  async read(metric: string, range: PointRange): Promise<Map<string, Periods>> {
    const result = new Map<string, Periods>();
    const isFineEnough = (resolutionS: number, finest: number) =>
      range.periodS % Math.max(resolutionS, finest) === 0 || (resolutionS === 60 && finest < 60 && range.periodS < 60);
    const isWanted = (unit: string, resolutionS: number, atS: number) =>
      atS >= range.fromS &&
      atS < range.toS &&
      (range.unit === undefined || unit === range.unit) &&
      isFineEnough(resolutionS, finestS(this.#nowS - atS));
    const add = (unit: string, atS: number, values: Distribution) => {
      const startS = atS - ((atS - range.fromS) % range.periodS);
      const periods = result.get(unit) ?? new Map<number, Distribution>();
      result.set(unit, periods);
      const known = periods.get(startS) ?? new Distribution();
      periods.set(startS, known);
      known.merge(values);
    };
    for (const { resolutionS } of retention) {
      const { fromS, toS } = range;
      for (const { unit, points } of await blockStore.listRange(this.#tx, { metric, resolutionS, fromS, toS })) {
        for (const [atS, encoded] of points) {
          if (isWanted(unit, resolutionS, atS)) add(unit, atS, Distribution.decode(encoded));
        }
      }
    }
    for (const { unit, resolutionS, atS, values } of (await this.#readUnfolded(sliceOf(metric))).get(metric) ?? []) {
      if (isWanted(unit, resolutionS, atS)) add(unit, atS, values);
    }
    return result;
  }

  /** A slice's chunks are few and of many metrics, so they are read once. */
  #readUnfolded(slice: number): Promise<Map<string, Point[]>> {
    const known = this.#unfolded.get(slice);
    if (known) return known;
    const read = chunkStore
      .list(this.#tx, slice)
      .then((chunks) => Map.groupBy(chunks.flatMap(decodeChunk), ({ metric }) => metric));
    this.#unfolded.set(slice, read);
    return read;
  }
}

/** Units put together, for those who ask for none. */
export function mergeUnits(byUnit: ReadonlyMap<string, Periods>): Periods {
  const [first, ...others] = byUnit.values();
  const merged: Periods = first ?? new Map();
  for (const periods of others) mergePeriods(merged, periods);
  return merged;
}

/** Puts what others have to the first. */
export function mergePeriods(merged: Periods, others: Periods): void {
  for (const [startS, values] of others) {
    const known = merged.get(startS);
    if (known) known.merge(values);
    else merged.set(startS, values);
  }
}

/** The shortest period that data of that age can be had in; none is long enough for those that are not kept any more. */
function finestS(ageS: number): number {
  return retention.find(({ keptS }) => ageS <= keptS)?.resolutionS ?? Number.POSITIVE_INFINITY;
}
