import type { CostRow } from "./cost-row.ts";
import type { CostFilter } from "./filter.ts";
import type { Interval } from "./time-period.ts";

const dayMs = 24 * 60 * 60 * 1000;
/** What lies further back says little of tomorrow. */
export const historyDays = 30;

/** What a day has cost lately, and how much days differ. */
export interface DailyCost {
  readonly mean: number;
  readonly deviation: number;
}

/** Sums the history's rows up by days, from the first one with a cost until now; undefined where there is none. */
export async function readDailyCost(
  rows: AsyncIterable<CostRow>,
  matches: CostFilter["matches"],
  nowMs: number,
): Promise<DailyCost | undefined> {
  const days = new Map<number, number>();
  let firstMs: number | undefined;
  for await (const row of rows) {
    if (!matches(row)) continue;
    firstMs ??= row.atMs;
    const day = Math.floor(row.atMs / dayMs);
    days.set(day, (days.get(day) ?? 0) + row.cost);
  }
  if (firstMs === undefined) return undefined;
  // Of a history that began an hour ago the hour is all that is known: a day is twenty-four of it.
  const lengthDays = Math.max(nowMs - firstMs, dayMs / 24) / dayMs;
  const total = [...days.values()].reduce((sum, cost) => sum + cost, 0);
  const mean = total / lengthDays;
  const whole = Math.max(1, Math.floor(lengthDays));
  const first = Math.floor(firstMs / dayMs);
  const squares = Array.from({ length: whole }, (_none, at) => ((days.get(first + at) ?? 0) - mean) ** 2);
  return { mean, deviation: Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / whole) };
}

/** What a stretch will cost, and between what it will be with a probability of so many per cent. */
export interface Forecast {
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
}

export function forecast({ mean, deviation }: DailyCost, { startMs, endMs }: Interval, levelPercent: number): Forecast {
  const days = (endMs - startMs) / dayMs;
  const width = quantile(0.5 + levelPercent / 200) * deviation * Math.sqrt(days);
  return { mean: mean * days, lower: Math.max(0, mean * days - width), upper: mean * days + width };
}

/** The standard normal distribution's. Source: Abramowitz and Stegun, 26.2.23; right to 0.00045. */
function quantile(probability: number): number {
  const t = Math.sqrt(-2 * Math.log(1 - probability));
  const over = 2.515517 + 0.802853 * t + 0.010328 * t * t;
  return t - over / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t ** 3);
}
