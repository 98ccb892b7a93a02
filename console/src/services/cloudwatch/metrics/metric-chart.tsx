import type { MetricDataResult } from "@aws-sdk/client-cloudwatch";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import LineChart from "@cloudscape-design/components/line-chart";

/** The last three hours of a metric, a line for each statistic. */
export default function MetricChart({ title, results }: { title: string; results: readonly MetricDataResult[] }) {
  return (
    <Container header={<Header variant="h2">{title}</Header>}>
      <LineChart
        height={240}
        ariaLabel={title}
        hideFilter
        xScaleType="time"
        series={results.map(({ Id = "", Label, Timestamps = [], Values = [] }) => ({
          type: "line" as const,
          title: Label ?? Id,
          data: Timestamps.map((x, index) => ({ x, y: Values[index] ?? 0 })),
        }))}
        i18nStrings={{
          xTickFormatter: (x: Date) =>
            `${String(x.getHours()).padStart(2, "0")}:${String(x.getMinutes()).padStart(2, "0")}`,
        }}
        empty={<Box color="text-body-secondary">No data in the last three hours</Box>}
      />
    </Container>
  );
}
