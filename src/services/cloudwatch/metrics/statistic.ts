import type { Distribution } from "./distribution.ts";

/** Gives the statistic of a period's values; undefined where it cannot be had of them. */
export type Statistic = (values: Distribution) => number | undefined;

/**
 * The statistic of that name: the five plain ones and the extended ones (`p99.9`, `tm90`, `TM(10%:90%)`, `wm`, `tc`, `ts`, `PR`,
 * `IQM`). Undefined if there is none. Source: "CloudWatch statistics definitions".
 */
export function toStatistic(name: string): Statistic | undefined {
  return plain.get(name) ?? toPercentile(name) ?? toTrimmed(name);
}

export function isPlainStatistic(name: string): boolean {
  return plain.has(name);
}

/** The percentile that the name asks for, 0 to 100. */
export function percentileOf(name: string): number | undefined {
  const text = /^p(\d{1,3}(?:\.\d{1,10})?)$/.exec(name)?.[1];
  return text !== undefined && Number(text) <= 100 ? Number(text) : undefined;
}

const plain: ReadonlyMap<string, Statistic> = new Map<string, Statistic>([
  ["SampleCount", ({ count }) => count],
  ["Average", ({ sum, count }) => sum / count],
  ["Sum", ({ sum }) => sum],
  ["Minimum", ({ minimum }) => minimum],
  ["Maximum", ({ maximum }) => maximum],
]);

/** AWS gives none where a value is negative or where statistic sets hide the values. */
function knownValues(values: Distribution): [value: number, count: number][] | undefined {
  return values.minimum < 0 ? undefined : values.sorted();
}

function toPercentile(name: string): Statistic | undefined {
  const percent = percentileOf(name);
  if (percent === undefined) return undefined;
  return (values) => {
    const sorted = knownValues(values);
    if (!sorted) return undefined;
    if (percent === 100) return values.maximum;
    const rank = (percent / 100) * values.count;
    let seen = 0;
    for (const [value, count] of sorted) {
      seen += count;
      if (seen >= rank) return clamp(value, values);
    }
    return values.maximum;
  };
}

/** A rounded value may lie just outside of what was measured. */
function clamp(value: number, { minimum, maximum }: Distribution): number {
  return Math.min(Math.max(value, minimum), maximum);
}

/** The part of the values that a trimmed statistic is about: by rank (fractions of the count) or by value. */
interface Bounds {
  readonly by: "rank" | "value";
  readonly low: number;
  readonly high: number;
}

const trimmedKinds = new Map<string, (kept: Kept) => number | undefined>([
  ["tm", ({ sum, count }) => (count > 0 ? sum / count : undefined)],
  ["wm", ({ sum, count, below, above, all }) => (count > 0 ? (sum + below + above) / all : undefined)],
  ["tc", ({ count }) => count],
  ["ts", ({ sum }) => sum],
  ["pr", ({ count, all }) => (count / all) * 100],
]);

function toTrimmed(name: string): Statistic | undefined {
  if (/^iqm$/i.test(name)) return toTrimmed("TM(25%:75%)");
  const short = /^(tm|wm|tc|ts)(\d{1,2}(?:\.\d{1,10})?|100)$/i.exec(name);
  const range = /^(tm|wm|tc|ts|pr)\(([^:()]*):([^:()]*)\)$/i.exec(name);
  const kind = trimmedKinds.get((short?.[1] ?? range?.[1] ?? "").toLowerCase());
  const bounds = short
    ? ({ by: "rank", low: 0, high: Number(short[2]) / 100 } as const)
    : range && toBounds(range[2] ?? "", range[3] ?? "");
  if (!kind || !bounds) return undefined;
  if (/^pr/i.test(name) && bounds.by === "rank") return undefined;
  return (values) => {
    const sorted = knownValues(values);
    return sorted && kind(keep(sorted, values.count, bounds));
  };
}

function toBounds(low: string, high: string): Bounds | undefined {
  if (low === "" && high === "") return undefined;
  const percents = [low, high].filter((text) => text !== "").map((text) => text.endsWith("%"));
  if (percents.some((isPercent) => isPercent !== percents[0])) return undefined;
  const scale = percents[0] ? 100 : 1;
  const bounds: Bounds = {
    by: percents[0] ? "rank" : "value",
    low: low === "" ? Number.NEGATIVE_INFINITY : toNumber(low) / scale,
    high: high === "" ? Number.POSITIVE_INFINITY : toNumber(high) / scale,
  };
  const isOrdered = bounds.low < bounds.high;
  const isInRange = bounds.by === "value" || (bounds.low < 1 && (bounds.high <= 1 || high === ""));
  return isOrdered && isInRange ? bounds : undefined;
}

function toNumber(text: string): number {
  return /^\d+(\.\d{1,10})?%?$/.test(text) ? Number(text.replace("%", "")) : Number.NaN;
}

interface Kept {
  readonly count: number;
  readonly sum: number;
  /** What winsorizing puts in the place of the values left out, at either end. */
  readonly below: number;
  readonly above: number;
  readonly all: number;
}

/** By value the lower bound is exclusive, the upper one inclusive; by rank a value may be kept in part. */
function keep(sorted: readonly [value: number, count: number][], all: number, { by, low, high }: Bounds): Kept {
  let count = 0;
  let sum = 0;
  let belowCount = 0;
  let aboveCount = 0;
  let first: number | undefined;
  let last = 0;
  let seen = 0;
  for (const [value, times] of sorted) {
    const start = seen;
    seen += times;
    const from = by === "rank" ? Math.max(start, Math.max(0, low) * all) : value > low ? start : seen;
    const to = by === "rank" ? Math.min(seen, Math.min(1, high) * all) : value <= high ? seen : start;
    const kept = Math.max(0, to - from);
    if (kept > 0) {
      first ??= value;
      last = value;
      count += kept;
      sum += value * kept;
    }
    if (by === "rank" ? from > start : value <= low) belowCount += Math.min(times, Math.max(0, from - start));
    if (by === "rank" ? to < seen : value > high)
      aboveCount += Math.min(times, Math.max(0, seen - Math.max(to, start)));
  }
  return { count, sum, below: (first ?? 0) * belowCount, above: last * aboveCount, all };
}
