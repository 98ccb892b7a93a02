import { validation } from "../errors.ts";
import type { CostRow } from "./cost-row.ts";

/** Sums of rows. */
export interface Sums {
  cost: number;
  quantity: number;
  /** Of the rows; `N/A` where they have several. */
  unit: string | undefined;
}

export function emptySums(): Sums {
  return { cost: 0, quantity: 0, unit: undefined };
}

export function addRow(sums: Sums, { cost, quantity, unit }: CostRow): void {
  sums.cost += cost;
  sums.quantity += quantity;
  sums.unit = sums.unit === undefined || sums.unit === unit ? unit : "N/A";
}

/** Costs are all the same here: there are no reservations, discounts or linked accounts that would tell them apart. */
const costMetrics = ["AmortizedCost", "BlendedCost", "NetAmortizedCost", "NetUnblendedCost", "UnblendedCost"] as const;
const metrics: ReadonlyMap<string, string> = new Map(
  [...costMetrics, "NormalizedUsageAmount", "UsageQuantity"].flatMap((name) => [
    [name, name],
    [name.replaceAll(/(?<=[a-z])([A-Z])/g, "_$1").toUpperCase(), name],
  ]),
);

/** AWS takes both forms, `UnblendedCost` and `UNBLENDED_COST`, and answers in the first. */
export function checkMetrics(names: readonly string[]): string[] {
  if (names.length === 0) throw validation("Metrics can't be empty.");
  return names.map((name) => {
    const known = metrics.get(name);
    if (known === undefined)
      throw validation(`Invalid metric: ${name}. Valid values are ${[...new Set(metrics.values())].join(", ")}`);
    return known;
  });
}

export function toMetricValues(names: readonly string[], sums: Sums): Record<string, { Amount: string; Unit: string }> {
  return Object.fromEntries(names.map((name) => [name, toMetricValue(name, sums)]));
}

function toMetricValue(name: string, { cost, quantity, unit = "N/A" }: Sums): { Amount: string; Unit: string } {
  // Instance sizes are what AWS normalizes by, and functions have none.
  if (name === "NormalizedUsageAmount") return { Amount: "0", Unit: "N/A" };
  if (name === "UsageQuantity") return { Amount: toAmount(quantity), Unit: unit };
  return { Amount: toAmount(cost), Unit: "USD" };
}

/** Ten decimals, without those that are zero; never an exponent. */
export function toAmount(value: number): string {
  const text = value
    .toFixed(10)
    .replace(/(?<!0)0+$/, "")
    .replace(/\.$/, "");
  return text === "-0" ? "0" : text;
}
