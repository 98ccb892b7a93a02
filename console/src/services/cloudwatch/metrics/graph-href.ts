import { metricsPath } from "../paths.ts";
import type { MetricLine } from "./metric-line.ts";

/** The page of metrics with a graph of these. */
export function graphHref(lines: readonly MetricLine[]): string {
  return `${metricsPath}?${new URLSearchParams({ graph: JSON.stringify(lines), tab: "graphed" })}`;
}
