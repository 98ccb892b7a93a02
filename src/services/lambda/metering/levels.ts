import type { FunctionCounts, Gauge, PlaceCounts } from "./counts.ts";

export type Dimensions = { Name: string; Value: string }[];

/**
 * A metric that says how much ran at the same time. Unlike what is counted, those of several servers cannot be added up by CloudWatch: its maximum
 * would be that of the busiest one.
 */
export interface Level {
  readonly metric: string;
  readonly dimensions: Dimensions;
  /** What it is of, where several have the same dimensions. */
  readonly of: string;
  /** The most of one server, as the metric tells it. */
  readonly most: number;
  /** How many ran at each instant of the span; undefined where no other server runs any. */
  readonly samples: readonly number[] | undefined;
  /** The metric tells them by so many, and with so many more. */
  readonly per: number;
  readonly plus: number;
}

/** What the metric says. */
export function levelOf({ most, samples, per, plus }: Level): number {
  return samples ? Math.max(most, Math.max(0, ...samples) / per + plus) : most;
}

/** Those of a place, with all their sets of dimensions. Source: "Types of metrics for Lambda functions", "Concurrency metrics". */
export function levelsOf(place: PlaceCounts): Level[] {
  const { running, runningUnreserved, runningProvisioned, mostClaimed, claimed } = place;
  if (running.most === 0) return [];
  const levels = [
    level("UnreservedConcurrentExecutions", [], runningUnreserved),
    { ...level("ClaimedAccountConcurrency", [], runningUnreserved), most: mostClaimed, plus: claimed },
    ...concurrent([], running, runningProvisioned),
  ];
  for (const counts of place.functions.values()) addFunction(levels, counts);
  return levels;
}

function addFunction(levels: Level[], { name, running, runningProvisioned, resources }: FunctionCounts): void {
  const byName = [{ Name: "FunctionName", Value: name }];
  levels.push(...concurrent(byName, running, runningProvisioned));
  for (const { qualifier, running: ofResource, provisioned, versions } of resources.values()) {
    const resource = qualifier === undefined ? name : `${name}:${qualifier}`;
    const byResource = [...byName, { Name: "Resource", Value: resource }];
    levels.push(...concurrent(byResource, ofResource, provisioned?.running));
    for (const { version, running: ofVersion } of versions.values()) {
      // Of an alias alone: a version executes itself.
      if (qualifier === undefined || qualifier === version) continue;
      levels.push(...concurrent([...byResource, { Name: "ExecutedVersion", Value: version }], ofVersion));
    }
    if (!provisioned) continue;
    const { requested } = provisioned;
    for (const dimensions of [[], byName, byResource]) {
      const used = level("ProvisionedConcurrencyUtilization", dimensions, provisioned.running, resource);
      levels.push({ ...used, most: provisioned.running.most / requested, per: requested });
    }
  }
}

/** Nothing, where nothing ran. */
function concurrent(dimensions: Dimensions, running: Gauge, runningProvisioned?: Gauge): Level[] {
  const levels = [
    level("ConcurrentExecutions", dimensions, running),
    ...(runningProvisioned ? [level("ProvisionedConcurrentExecutions", dimensions, runningProvisioned)] : []),
  ];
  return levels.filter(({ most }) => most > 0);
}

function level(metric: string, dimensions: Dimensions, { most, samples }: Gauge, of = ""): Level {
  return { metric, dimensions, of, most, samples, per: 1, plus: 0 };
}
