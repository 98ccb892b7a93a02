import BarChart from "@cloudscape-design/components/bar-chart";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";

interface InsightsChartProps {
  /** The time first, then what was counted. */
  readonly fields: readonly string[];
  readonly rows: readonly Readonly<Record<string, string>>[];
}

/** "Visualization" of `stats … by bin(…)`. */
export default function InsightsChart({ fields, rows }: InsightsChartProps) {
  const [time = "", ...values] = fields;
  const sorted = [...rows].sort((a, b) => (a[time] ?? "").localeCompare(b[time] ?? ""));
  return (
    <Container header={<Header variant="h2">Visualization</Header>}>
      <BarChart
        height={220}
        ariaLabel="Visualization of the results"
        hideFilter
        xScaleType="categorical"
        series={values.map((field) => ({
          type: "bar" as const,
          title: field,
          data: sorted.map((row) => ({ x: row[time] ?? "", y: Number(row[field] ?? 0) })),
        }))}
      />
    </Container>
  );
}
