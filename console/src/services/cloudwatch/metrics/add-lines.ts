import type { Metric } from "@aws-sdk/client-cloudwatch";
import { type MetricLine, metricId, nextId, usualStatistic } from "./metric-line.ts";

/** The lines with these metrics; one that is among them already is not added again. */
export function addMetrics(lines: readonly MetricLine[], metrics: readonly Metric[]): MetricLine[] {
  const all = [...lines];
  for (const metric of metrics) {
    if (all.some((line) => line.metric && metricId(line.metric) === metricId(metric))) continue;
    all.push({ id: nextId(all, "m"), metric, stat: usualStatistic(metric) });
  }
  return all;
}
