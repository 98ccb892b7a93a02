import { addTo, type Distribution, type FunctionCounts, type TargetCounts } from "./function-metrics.ts";
import type { PlaceCounts } from "./metrics.ts";

/** One datum of PutMetricData. */
export interface MetricDatum {
  MetricName: string;
  Dimensions: { Name: string; Value: string }[];
  Timestamp: Date;
  Unit: "Count" | "Milliseconds" | "None";
  Values: number[];
  Counts: number[];
}

type Dimensions = MetricDatum["Dimensions"];

/** Distinct values that one datum takes. */
const valuesPerDatum = 150;

/** Every metric with the sets of dimensions that AWS gives it. Source: "Viewing metrics for Lambda functions". */
export function toMetricData(place: PlaceCounts): MetricDatum[] {
  const data = new MetricData(new Date(place.minuteMs));
  const functions = [...place.functions.values()];
  if (place.mostInFlight > 0) {
    data.single("ConcurrentExecutions", [], place.mostInFlight);
    data.single("UnreservedConcurrentExecutions", [], place.mostUnreservedInFlight);
    data.single("ClaimedAccountConcurrency", [], place.mostClaimed);
  }
  data.targets(
    [],
    functions.flatMap(({ targets }) => [...targets.values()]),
  );
  for (const counts of functions) addFunction(data, counts);
  return data.data;
}

function addFunction(data: MetricData, counts: FunctionCounts): void {
  const byName = [{ Name: "FunctionName", Value: counts.name }];
  if (counts.mostInFlight > 0) data.single("ConcurrentExecutions", byName, counts.mostInFlight);
  for (const [counter, count] of counts.counters) {
    data.add(counter, byName, "Count", new Map([[1, count]]));
    data.add(counter, [], "Count", new Map([[1, count]]));
  }
  data.add("AsyncEventAge", byName, "Milliseconds", counts.eventAges);
  for (const [qualifier, { requested, mostInFlight }] of counts.provisioned) {
    const resource = [...byName, { Name: "Resource", Value: `${counts.name}:${qualifier}` }];
    data.single("ProvisionedConcurrentExecutions", resource, mostInFlight);
    data.add("ProvisionedConcurrencyUtilization", resource, "None", new Map([[mostInFlight / requested, 1]]));
  }
  const targets = [...counts.targets.values()];
  data.targets(byName, targets);
  for (const [resource, group] of Map.groupBy(targets, (target) => resourceOf(counts.name, target))) {
    data.targets([...byName, { Name: "Resource", Value: resource }], group);
  }
  for (const target of targets.filter(isOfAlias)) {
    const executed = { Name: "ExecutedVersion", Value: target.version };
    data.targets([...byName, { Name: "Resource", Value: resourceOf(counts.name, target) }, executed], [target]);
  }
}

function resourceOf(name: string, { qualifier }: TargetCounts): string {
  return qualifier === undefined || qualifier === "$LATEST" ? name : `${name}:${qualifier}`;
}

function isOfAlias({ qualifier, version }: TargetCounts): boolean {
  return qualifier !== undefined && qualifier !== version;
}

class MetricData {
  readonly data: MetricDatum[] = [];
  readonly #at: Date;

  constructor(at: Date) {
    this.#at = at;
  }

  single(metric: string, dimensions: Dimensions, value: number): void {
    this.add(metric, dimensions, "Count", new Map([[value, 1]]));
  }

  /** What was counted of several versions, as one. */
  targets(dimensions: Dimensions, targets: readonly TargetCounts[]): void {
    const sum = (of: (target: TargetCounts) => number) => targets.reduce((total, target) => total + of(target), 0);
    const ones = (metric: string, count: number) => {
      if (count > 0) this.add(metric, dimensions, "Count", new Map([[1, count]]));
    };
    const invocations = sum((target) => target.invocations);
    const errors = sum((target) => target.errors);
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
      sum((target) => target.throttles),
    );
    ones(
      "ProvisionedConcurrencyInvocations",
      sum((target) => target.provisionedInvocations),
    );
    ones(
      "ProvisionedConcurrencySpilloverInvocations",
      sum((target) => target.spilloverInvocations),
    );
    this.add("Duration", dimensions, "Milliseconds", merged(targets.map(({ durations }) => durations)));
    const extensions = merged(targets.map(({ postRuntimeExtensions }) => postRuntimeExtensions));
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
