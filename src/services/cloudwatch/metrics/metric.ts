import { createHash } from "node:crypto";
import type { PartitionKey } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";

/** A metric is its namespace, its name and its set of dimensions. Source: "CloudWatch concepts". */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  /** In the order of their names. */
  readonly dimensions: readonly Dimension[];
}

export type Dimension = readonly [name: string, value: string];

interface WireDimension {
  readonly Name: string | undefined;
  readonly Value: string | undefined;
}

export function toMetric(
  namespace: string | undefined,
  name: string | undefined,
  dimensions: readonly WireDimension[] | undefined,
): Metric {
  return { namespace: namespace ?? "", name: name ?? "", dimensions: toDimensions(dimensions) };
}

/** Two data with the same dimensions in another order are of one metric; of two with the same name the last one counts. */
export function toDimensions(dimensions: readonly WireDimension[] | undefined): readonly Dimension[] {
  const values = new Map<string, string>();
  for (const { Name = "", Value = "" } of dimensions ?? []) values.set(Name, Value);
  return [...values].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** What rows and chunks name the metric by, within its namespace: short, whatever its dimensions are. */
export function metricKey({ name, dimensions }: Pick<Metric, "name" | "dimensions">): string {
  return createHash("sha256")
    .update(JSON.stringify([name, dimensions]))
    .digest("base64url")
    .slice(0, 22);
}

export const namespaceKind = "cloudwatch.namespace";

/** All metrics of a namespace are one partition: a call of PutMetricData, which has one namespace, is one write. */
export function namespaceKey({ account, region }: Place, namespace: string): PartitionKey {
  return { account, region, kind: namespaceKind, name: namespace };
}
