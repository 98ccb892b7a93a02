import type { Pace } from "../../../platform/pace.ts";
import type { StoredEvent } from "../chunk-store.ts";
import { limits } from "../limits.ts";
import type { CompiledMetricFilter } from "./group-filters.ts";

/** The values that a batch of events gave to one metric in one minute, JSON. */
export interface MetricDatum {
  readonly namespace: string;
  readonly name: string;
  readonly unit: string | undefined;
  readonly dimensions: readonly (readonly [name: string, value: string])[];
  readonly timestampMs: number;
  readonly values: readonly number[];
  readonly counts: readonly number[];
}

const minuteMs = 60_000;

/**
 * What a batch means for a metric: for each minute, by the events' own time, and each combination of dimensions, the values
 * with how often they were there; never a datum for a line. A minute in which nothing matched gives the default value, once.
 */
export async function summarizeMetric(
  filter: CompiledMetricFilter,
  events: readonly StoredEvent[],
  pace: Pace,
): Promise<MetricDatum[]> {
  const groups = new Map<string, MetricGroup>();
  const minutes = new Set<number>();
  for (const [timestampMs, message] of events) {
    if (pace.isOver) await pace.rest();
    const minute = Math.floor(timestampMs / minuteMs);
    minutes.add(minute);
    const reading = filter.matches(message) ? filter.read(message) : undefined;
    if (!reading) continue;
    filter.defaults.reached(minute);
    const key = `${minute} ${JSON.stringify(reading.dimensions)}`;
    const group = groups.get(key) ?? { minute, dimensions: reading.dimensions, values: new Map() };
    groups.set(key, group);
    group.values.set(reading.value, (group.values.get(reading.value) ?? 0) + 1);
  }
  for (const [minute, value] of defaultsOf(filter, minutes)) {
    groups.set(`${minute} default`, { minute, dimensions: [], values: new Map([[value, 1]]) });
  }
  return [...groups.values()].flatMap((group) => toData(filter, group));
}

interface MetricGroup {
  readonly minute: number;
  readonly dimensions: MetricDatum["dimensions"];
  readonly values: Map<number, number>;
}

/** The last minute that has a value: no default follows it, and none is given twice. */
export class DefaultMinutes {
  #last = Number.NEGATIVE_INFINITY;

  /** False for a minute that is not later than all before. */
  reached(minute: number): boolean {
    if (minute <= this.#last) return false;
    this.#last = minute;
    return true;
  }
}

function* defaultsOf({ transformation, defaults }: CompiledMetricFilter, minutes: ReadonlySet<number>) {
  const { defaultValue } = transformation;
  if (defaultValue === undefined) return;
  for (const minute of minutes) if (defaults.reached(minute)) yield [minute, defaultValue] as const;
}

function toData({ transformation }: CompiledMetricFilter, group: MetricGroup): MetricDatum[] {
  const all = [...group.values];
  const data: MetricDatum[] = [];
  for (let from = 0; from < all.length; from += limits.metricValuesPerDatum) {
    const part = all.slice(from, from + limits.metricValuesPerDatum);
    data.push({
      namespace: transformation.metricNamespace,
      name: transformation.metricName,
      unit: transformation.unit,
      dimensions: group.dimensions,
      timestampMs: group.minute * minuteMs,
      values: part.map(([value]) => value),
      counts: part.map(([, count]) => count),
    });
  }
  return data;
}
