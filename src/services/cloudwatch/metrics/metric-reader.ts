import type { ReadTransaction } from "../../../storage/database.ts";
import { retention } from "../limits.ts";
import { decodeChunk, type Point } from "./block.ts";
import { blockStore } from "./block-store.ts";
import { chunkStore } from "./chunk-store.ts";
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
  #unfolded: Promise<Map<string, Point[]>> | undefined;

  constructor(tx: ReadTransaction, nowMs: number) {
    this.#tx = tx;
    this.#nowS = Math.floor(nowMs / 1000);
  }

  /** By unit. What has been kept too coarsely for the period is left out, as on AWS. */
  async read(metric: string, range: PointRange): Promise<Map<string, Periods>> {
    const result = new Map<string, Periods>();
    const add = (unit: string, resolutionS: number, atS: number, values: Distribution) => {
      if (atS < range.fromS || atS >= range.toS || (range.unit !== undefined && unit !== range.unit)) return;
      if (range.periodS % Math.max(resolutionS, finestS(this.#nowS - atS)) !== 0) return;
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
        for (const [atS, values] of points) add(unit, resolutionS, atS, values);
      }
    }
    for (const point of (await this.#readUnfolded()).get(metric) ?? []) {
      add(point.unit, point.resolutionS, point.atS, point.values);
    }
    return result;
  }

  /** The chunks are few and of all metrics, so they are read once. */
  #readUnfolded(): Promise<Map<string, Point[]>> {
    this.#unfolded ??= chunkStore
      .list(this.#tx)
      .then((chunks) => Map.groupBy(chunks.flatMap(decodeChunk), ({ metric }) => metric));
    return this.#unfolded;
  }
}

/** Units put together, for those who ask for none. */
export function mergeUnits(byUnit: ReadonlyMap<string, Periods>): Periods {
  const [first, ...others] = byUnit.values();
  const merged: Periods = first ?? new Map();
  for (const periods of others) {
    for (const [startS, values] of periods) {
      const known = merged.get(startS);
      if (known) known.merge(values);
      else merged.set(startS, values);
    }
  }
  return merged;
}

/** The shortest period that data of that age can be had in; none is long enough for those that are not kept any more. */
function finestS(ageS: number): number {
  return retention.find(({ keptS }) => ageS <= keptS)?.resolutionS ?? Number.POSITIVE_INFINITY;
}
