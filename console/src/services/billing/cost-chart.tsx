import BarChart from "@cloudscape-design/components/bar-chart";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import type { Costs, PartCost } from "./costs.ts";

/** More colours are not to be told apart. */
const mostParts = 9;

export default function CostChart({ costs }: { readonly costs: Costs }) {
  const total = costs.parts.reduce((sum, part) => sum + part.total, 0);
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
        ariaLabel="Costs by time"
        stackedBars
        hideFilter
        xScaleType="categorical"
        yTitle="USD"
        i18nStrings={{ yTickFormatter: (usd: number) => ticks.format(usd) }}
        series={largest(costs).map(({ name, amounts }) => ({
          type: "bar" as const,
          title: name,
          data: amounts.map((y, index) => ({ x: costs.periods[index] ?? "", y })),
        }))}
        empty={<Box color="text-body-secondary">Nothing was used in this time</Box>}
      />
    </Container>
  );
}

/** The dearest, and all others as one. */
function largest({ parts, periods }: Costs): readonly Pick<PartCost, "name" | "amounts">[] {
  const sorted = [...parts].sort((a, b) => b.total - a.total);
  if (sorted.length <= mostParts) return sorted;
  const rest = sorted.slice(mostParts - 1);
  const amounts = periods.map((_period, at) => rest.reduce((sum, part) => sum + (part.amounts[at] ?? 0), 0));
  return [...sorted.slice(0, mostParts - 1), { name: `${rest.length} others`, amounts }];
}

/** As a number is written, whether it is thousands or millionths. */
const ticks = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });
