import BarChart from "@cloudscape-design/components/bar-chart";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Grid from "@cloudscape-design/components/grid";
import Header from "@cloudscape-design/components/header";
import type { MonitorSeries, Point, Range } from "./series.ts";

/** The charts of the Monitor tab, in AWS's order. */
export default function Charts({ series, range }: { series: MonitorSeries; range: Range }) {
  const half = { colspan: { default: 12, s: 6 } } as const;
  const charts = [
    <Chart
      key="invocations"
      title="Invocations"
      unit="Count"
      range={range}
      bars={[{ title: "Invocations", points: series.invocations }]}
    />,
    <Chart
      key="duration"
      title="Duration"
      unit="Milliseconds"
      range={range}
      bars={[
        { title: "Duration average", points: series.durationAverage },
        { title: "Duration maximum", points: series.durationMaximum },
      ]}
    />,
    <Chart
      key="errors"
      title="Error count"
      unit="Count"
      range={range}
      bars={[{ title: "Errors", points: series.errors }]}
    />,
    series.throttles && (
      <Chart
        key="throttles"
        title="Throttles"
        unit="Count"
        range={range}
        bars={[{ title: "Throttles", points: series.throttles }]}
      />
    ),
    series.concurrency && (
      <Chart
        key="concurrency"
        title="Total concurrent executions"
        unit="Count"
        range={range}
        bars={[{ title: "ConcurrentExecutions", points: series.concurrency }]}
      />
    ),
  ].filter(Boolean);
  return <Grid gridDefinition={charts.map(() => half)}>{charts}</Grid>;
}

interface ChartProps {
  readonly title: string;
  readonly unit: string;
  readonly range: Range;
  readonly bars: readonly { readonly title: string; readonly points: readonly Point[] }[];
}

function Chart({ title, unit, range, bars }: ChartProps) {
  const highest = Math.max(1, ...bars.flatMap(({ points }) => points.map(({ y }) => y)));
  return (
    <Container header={<Header variant="h3">{title}</Header>}>
      <BarChart
        height={180}
        ariaLabel={title}
        xTitle=""
        yTitle={unit}
        hideFilter
        hideLegend={bars.length === 1}
        xScaleType="categorical"
        yDomain={[0, highest * 1.1]}
        series={bars.map(({ title: name, points }) => ({ type: "bar" as const, title: name, data: [...points] }))}
        i18nStrings={{ xTickFormatter: (x: Date) => formatTick(x, range) }}
        empty={<Box color="text-body-secondary">No data in this time range</Box>}
      />
    </Container>
  );
}

function formatTick(x: Date, { startMs, endMs }: Range): string {
  const time = `${String(x.getHours()).padStart(2, "0")}:${String(x.getMinutes()).padStart(2, "0")}`;
  return endMs - startMs > 86_400_000 ? `${x.getMonth() + 1}/${x.getDate()}\n${time}` : time;
}
