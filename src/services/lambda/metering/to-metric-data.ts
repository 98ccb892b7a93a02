import {
  addTo,
  type Distribution,
  type FunctionCounter,
  type FunctionCounts,
  type PlaceCounts,
  type ResourceCounts,
  type VersionCounts,
} from "./counts.ts";
import { type Dimensions, type Level, levelOf } from "./levels.ts";

/** One datum of PutMetricData. */
export interface MetricDatum {
  MetricName: string;
  Dimensions: Dimensions;
  Timestamp: Date;
  Unit: "Count" | "Milliseconds" | "None";
  Values: number[];
  Counts: number[];
}

/** Distinct values that one datum takes. */
const valuesPerDatum = 150;

/**
 * What is counted, with the sets of dimensions that AWS gives it: across all functions, by function, by what the function was invoked by, and
 * for what ran by the executed version too. Source: "Viewing metrics for Lambda functions".
 */
export function toMetricData(place: PlaceCounts): MetricDatum[] {
  const data = new MetricData(new Date(place.minuteMs));
  const functions = [...place.functions.values()];
  data.resources(
    [],
    functions.flatMap((counts) => [...counts.resources.values()]),
  );
  for (const counts of functions) addFunction(data, counts);
  return data.data;
}

/** How much ran at the same time, as `levelsOf` tells it of one server, or joined of several. */
export function toLevelData(minuteMs: number, levels: readonly Level[]): MetricDatum[] {
  const data = new MetricData(new Date(minuteMs));
  for (const level of levels) {
    const unit = level.metric === "ProvisionedConcurrencyUtilization" ? "None" : "Count";
    data.add(level.metric, level.dimensions, unit, new Map([[levelOf(level), 1]]));
  }
  return data.data;
}

function addFunction(data: MetricData, counts: FunctionCounts): void {
  const byName = [{ Name: "FunctionName", Value: counts.name }];
  const resources = [...counts.resources.values()];
  data.resources(byName, resources);
  for (const resource of resources) {
    const { qualifier } = resource;
    const name = qualifier === undefined ? counts.name : `${counts.name}:${qualifier}`;
    const byResource = [...byName, { Name: "Resource", Value: name }];
    data.resources(byResource, [resource]);
    for (const version of resource.versions.values()) {
      // Of an alias alone: a version executes itself.
      if (qualifier === undefined || qualifier === version.version) continue;
      const byVersion = [...byResource, { Name: "ExecutedVersion", Value: version.version }];
      data.versions(byVersion, [version]);
    }
  }
}

class MetricData {
  readonly data: MetricDatum[] = [];
  readonly #at: Date;

  constructor(at: Date) {
    this.#at = at;
  }

  /** What was counted under several names, as one. */
  resources(dimensions: Dimensions, resources: readonly ResourceCounts[]): void {
    const counters = new Map<FunctionCounter, number>();
    for (const { counters: own } of resources) {
      for (const [counter, count] of own) counters.set(counter, (counters.get(counter) ?? 0) + count);
    }
    for (const [counter, count] of counters) this.add(counter, dimensions, "Count", new Map([[1, count]]));
    const eventAges = merged(resources.map((resource) => resource.eventAges));
    this.add("AsyncEventAge", dimensions, "Milliseconds", eventAges);
    const iteratorAges = merged(resources.map((resource) => resource.iteratorAges));
    this.add("IteratorAge", dimensions, "Milliseconds", iteratorAges);
    this.versions(
      dimensions,
      resources.flatMap(({ versions }) => [...versions.values()]),
    );
  }

  /** What was counted of several versions, as one. */
  versions(dimensions: Dimensions, versions: readonly VersionCounts[]): void {
    const sum = (of: (version: VersionCounts) => number) => versions.reduce((total, version) => total + of(version), 0);
    const ones = (metric: string, count: number) => {
      if (count > 0) this.add(metric, dimensions, "Count", new Map([[1, count]]));
    };
    const invocations = sum((version) => version.invocations);
    const errors = sum((version) => version.errors);
    ones("Invocations", invocations);
    // The average of Errors is the error rate, so those that succeeded count as 0.
    if (invocations > 0) {
      this.add(
        "Errors",
        dimensions,
        "Count",
        withoutNone([
          [1, errors],
          [0, invocations - errors],
        ]),
      );
    }
    ones(
      "Throttles",
      sum((version) => version.throttles),
    );
    ones(
      "ProvisionedConcurrencyInvocations",
      sum((version) => version.provisionedInvocations),
    );
    ones(
      "ProvisionedConcurrencySpilloverInvocations",
      sum((version) => version.spilloverInvocations),
    );
    this.add("Duration", dimensions, "Milliseconds", merged(versions.map(({ durations }) => durations)));
    const extensions = merged(versions.map(({ postRuntimeExtensions }) => postRuntimeExtensions));
    this.add("PostRuntimeExtensionsDuration", dimensions, "Milliseconds", extensions);
  }

  add(MetricName: string, Dimensions: Dimensions, Unit: MetricDatum["Unit"], distribution: Distribution): void {
    const values = [...distribution.keys()];
    for (let from = 0; from < values.length; from += valuesPerDatum) {
      const Values = values.slice(from, from + valuesPerDatum);
      const Counts = Values.map((value) => distribution.get(value) ?? 0);
      this.data.push({ MetricName, Dimensions, Timestamp: this.#at, Unit, Values, Counts });
    }
  }
}

function withoutNone(entries: readonly (readonly [value: number, count: number])[]): Distribution {
  return new Map(entries.filter(([, count]) => count > 0));
}

function merged(distributions: readonly Distribution[]): Distribution {
  const [only, ...more] = distributions;
  if (only && more.length === 0) return only;
  const all: Distribution = new Map();
  for (const distribution of distributions) for (const [value, count] of distribution) addTo(all, value, count);
  return all;
}
