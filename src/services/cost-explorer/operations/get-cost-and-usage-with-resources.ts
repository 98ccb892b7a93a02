import { getCosts } from "../costs/cost-and-usage.ts";
import type { CostExplorerOperation } from "../operation.ts";

/** The same without AWS's limit of fourteen days, which comes from how much it would have to keep. */
export const getCostAndUsageWithResources: CostExplorerOperation<"GetCostAndUsageWithResources"> = (input, context) =>
  getCosts({ ...input, Metrics: input.Metrics ?? ["UnblendedCost"] }, context);
