import type { Message, MessageTest } from "../filter-pattern/message.ts";
import { limits } from "../limits.ts";
import type { MetricTransformation } from "./filter.ts";
import type { MetricReader } from "./metric-reader.ts";

export interface CompiledMetricFilter {
  readonly transformation: MetricTransformation;
  readonly matches: MessageTest;
  readonly read: MetricReader;
  readonly defaults: DefaultMinutes;
}

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
export class MetricSummary {
  readonly #filter: CompiledMetricFilter;
  readonly #groups = new Map<string, MetricGroup>();
  readonly #minutes = new Set<number>();

  constructor(filter: CompiledMetricFilter) {
    this.#filter = filter;
  }

  add(timestampMs: number, message: Message, isMatch: boolean): void {
    const minute = Math.floor(timestampMs / minuteMs);
    this.#minutes.add(minute);
    const reading = isMatch ? this.#filter.read(message) : undefined;
    if (!reading) return;
    this.#filter.defaults.reached(minute);
    const key = `${minute} ${JSON.stringify(reading.dimensions)}`;
    const group = this.#groups.get(key) ?? { minute, dimensions: reading.dimensions, values: new Map() };
    this.#groups.set(key, group);
    group.values.set(reading.value, (group.values.get(reading.value) ?? 0) + 1);
  }

  data(): readonly MetricDatum[] {
    const groups = [...this.#groups.values()];
    for (const [minute, value] of defaultsOf(this.#filter, this.#minutes)) {
      groups.push({ minute, dimensions: [], values: new Map([[value, 1]]) });
    }
    return groups.flatMap((group) => toData(this.#filter, group));
  }
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
