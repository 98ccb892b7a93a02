import { billedUsageType, type PricedHour, priceUsage } from "../../usage/prices.ts";
import { monthBounds, readUsage } from "../../usage/usage.ts";
import { notSupported } from "../errors.ts";
import type { CostExplorerContext } from "../operation.ts";
import type { Interval } from "./time-period.ts";

/** An hour's use as Cost Explorer sees it. */
export interface CostRow {
  readonly atMs: number;
  readonly dimensions: Readonly<Record<RowDimension, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly unit: string;
  readonly quantity: number;
  readonly cost: number;
}

type RowDimension =
  | "LINKED_ACCOUNT"
  | "OPERATION"
  | "RECORD_TYPE"
  | "REGION"
  | "RESOURCE_ID"
  | "SERVICE"
  | "USAGE_TYPE";

const dimensions: ReadonlySet<string> = new Set<RowDimension>([
  "LINKED_ACCOUNT",
  "OPERATION",
  "RECORD_TYPE",
  "REGION",
  "RESOURCE_ID",
  "SERVICE",
  "USAGE_TYPE",
]);

export function checkDimension(name: string | undefined): RowDimension {
  if (name !== undefined && dimensions.has(name)) return name as RowDimension;
  throw notSupported(`the dimension ${name}`);
}

/**
 * The period's rows, oldest first. With credits, what the free tier pays is a row of its own: record type Credit, a negative cost. AWS
 * nets it; here both can be seen.
 */
export async function* readCosts(
  context: CostExplorerContext,
  { startMs, endMs }: Interval,
  { credits }: { credits: boolean },
): AsyncGenerator<CostRow> {
  const { host, account } = context;
  // Tiers and the free tier go by the month's sum, so the month is read from its beginning.
  const fromMs = monthBounds(startMs).startMs;
  for await (const hour of priceUsage(readUsage(host.storage, account, { fromMs, toMs: endMs }))) {
    if (hour.hourMs < startMs) continue;
    yield toRow(hour, account, "Usage");
    if (credits && hour.freeCost > 0) yield toRow(hour, account, "Credit");
  }
}

function toRow(hour: PricedHour, account: string, type: "Usage" | "Credit"): CostRow {
  const isUsage = type === "Usage";
  return {
    atMs: hour.hourMs,
    dimensions: {
      LINKED_ACCOUNT: account,
      OPERATION: hour.operation,
      RECORD_TYPE: type,
      REGION: hour.region,
      RESOURCE_ID: hour.resource,
      SERVICE: hour.service,
      USAGE_TYPE: billedUsageType(hour.usageType, hour.region),
    },
    tags: hour.tags,
    unit: hour.unit,
    quantity: isUsage ? hour.quantity : 0,
    cost: isUsage ? hour.cost : -hour.freeCost,
  };
}
