import type { MetricChart } from "../../../chart/metric-charts.tsx";

type Row = readonly [metric: string, title: string, statistic: MetricChart["statistic"], unit: string];

/** The charts of an API's metrics, a row each. */
export function toCharts(rows: readonly Row[]): readonly MetricChart[] {
  return rows.map(([metric, title, statistic, unit]) => ({ metric, title, unit, statistic }));
}
