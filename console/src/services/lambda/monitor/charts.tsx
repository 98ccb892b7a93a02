import Grid from "@cloudscape-design/components/grid";
import type { Point, Range } from "../../../chart/range.ts";
import TimeBars from "../../../chart/time-bars.tsx";
import type { MonitorSeries } from "./series.ts";

/** In percent, where there were invocations; a period without any has none. */
function successRate({ invocations, errors }: MonitorSeries): readonly Point[] {
  return invocations.map(({ x, y: count }, at) => ({
    x,
    y: count === 0 ? 0 : 100 - (100 * (errors[at]?.y ?? 0)) / count,
  }));
}

/** The charts of the Monitor tab, in AWS's order. */
export default function Charts({ series, range }: { series: MonitorSeries; range: Range }) {
  const charts = [
    { title: "Invocations", unit: "Count", bars: [{ title: "Invocations", points: series.invocations }] },
    {
      title: "Duration",
      unit: "Milliseconds",
      bars: [
        { title: "Duration average", points: series.durationAverage },
        { title: "Duration maximum", points: series.durationMaximum },
      ],
    },
    { title: "Error count", unit: "Count", bars: [{ title: "Errors", points: series.errors }] },
    { title: "Success rate", unit: "Percent", bars: [{ title: "Success rate", points: successRate(series) }] },
    { title: "Throttles", unit: "Count", bars: [{ title: "Throttles", points: series.throttles }] },
    {
      title: "Total concurrent executions",
      unit: "Count",
      bars: [{ title: "ConcurrentExecutions", points: series.concurrency }],
    },
  ];
  const known = charts.flatMap(({ bars, ...chart }) => {
    const present = bars.flatMap(({ title, points }) => (points ? [{ title, points }] : []));
    return present.length > 0 ? [{ ...chart, bars: present }] : [];
  });
  return (
    <Grid gridDefinition={known.map(() => ({ colspan: { default: 12, s: 6 } }))}>
      {known.map((chart) => (
        <TimeBars key={chart.title} {...chart} range={range} />
      ))}
    </Grid>
  );
}
