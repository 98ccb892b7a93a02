import BarChart from "@cloudscape-design/components/bar-chart";
import Box from "@cloudscape-design/components/box";
import LineChart from "@cloudscape-design/components/line-chart";
import PieChart from "@cloudscape-design/components/pie-chart";
import { formatValue } from "../../../chart/time-lines.tsx";
import { drawableOf, type Row, toSeries } from "./insights-rows.ts";

interface InsightsChartProps {
  readonly title: string;
  readonly fields: readonly string[];
  readonly rows: readonly Row[];
  /** "bar", "timeSeries" for lines, "pie". */
  readonly view: string;
  readonly heightPixels?: number;
}

/** The results of any `stats` as a chart. */
export function InsightsChart({ title, fields, rows, view, heightPixels = 220 }: InsightsChartProps) {
  const drawable = drawableOf(fields, rows);
  const nothing = (
    <Box color="text-body-secondary">Only sums can be drawn: stats count(*) by bin(5m), or by a field.</Box>
  );
  if (!drawable) return nothing;
  const series = toSeries(drawable, rows);
  const common = {
    height: heightPixels,
    ariaLabel: title,
    hideFilter: true,
    xScaleType: "categorical" as const,
    i18nStrings: { yTickFormatter: formatValue },
    xDomain: [...new Set(series.flatMap(({ points }) => points.map(({ x }) => x)))].sort(
      drawable.time === undefined ? () => 0 : undefined,
    ),
  };
  const data = series.map(({ title, points }) => ({ title, data: [...points], valueFormatter: formatValue }));
  if (view === "pie") {
    return (
      <PieChart
        ariaLabel={title}
        size="small"
        hideFilter
        data={series.flatMap(({ title: name, points }) =>
          drawable.time === undefined
            ? points.map(({ x, y }) => ({ title: x, value: y }))
            : [{ title: name, value: points.reduce((sum, { y }) => sum + y, 0) }],
        )}
        empty={nothing}
      />
    );
  }
  if (view === "timeSeries")
    return <LineChart {...common} series={data.map((one) => ({ ...one, type: "line" as const }))} empty={nothing} />;
  return <BarChart {...common} series={data.map((one) => ({ ...one, type: "bar" as const }))} empty={nothing} />;
}
