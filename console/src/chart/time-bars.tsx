import BarChart from "@cloudscape-design/components/bar-chart";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import type { Point, Range } from "./range.ts";

interface TimeBarsProps {
  readonly title: string;
  readonly headingLevel?: "h2" | "h3";
  readonly unit: string;
  readonly range: Range;
  readonly heightPixels?: number;
  readonly bars: readonly { readonly title: string; readonly points: readonly Point[] }[];
}

/** What happened when: bars, because a single point of a line is not to be seen. */
export default function TimeBars({ title, headingLevel = "h3", unit, range, heightPixels = 180, bars }: TimeBarsProps) {
  const highest = Math.max(0, ...bars.flatMap(({ points }) => points.map(({ y }) => y)));
  return (
    <Container header={<Header variant={headingLevel}>{title}</Header>}>
      <BarChart
        height={heightPixels}
        ariaLabel={title}
        xTitle=""
        yTitle={unit}
        hideFilter
        hideLegend={bars.length === 1}
        xScaleType="categorical"
        yDomain={[0, highest === 0 ? 1 : highest * 1.1]}
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
