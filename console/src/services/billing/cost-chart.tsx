import BarChart from "@cloudscape-design/components/bar-chart";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import type { Costs } from "./costs.ts";

export default function CostChart({ costs }: { costs: Costs }) {
  const total = costs.services.reduce((sum, service) => sum + service.total, 0);
  return (
    <Container
      header={
        <Header variant="h2" description={`Total: ${total.toFixed(6)} USD`}>
          Costs and usage
        </Header>
      }
    >
      <BarChart
        height={260}
        ariaLabel="Costs by service and time"
        stackedBars
        hideFilter
        xScaleType="categorical"
        yTitle="USD"
        i18nStrings={{ yTickFormatter: (usd: number) => (usd === 0 ? "0" : usd.toPrecision(2)) }}
        series={costs.services.map(({ service, amounts }) => ({
          type: "bar" as const,
          title: service,
          data: amounts.map((y, index) => ({ x: costs.periods[index] ?? "", y })),
        }))}
        empty={<Box color="text-body-secondary">Nothing was used in this time</Box>}
      />
    </Container>
  );
}
