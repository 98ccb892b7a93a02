import { getCosts } from "../cost-and-usage.ts";
import type { CostExplorerOperation } from "../model.ts";

/** The same without AWS's limit of fourteen days, which comes from how much it would have to keep. */
export const getCostAndUsageWithResources: CostExplorerOperation<"GetCostAndUsageWithResources"> = (input, context) =>
  getCosts({ ...input, Metrics: input.Metrics ?? ["UnblendedCost"] }, context);
