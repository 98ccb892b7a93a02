import { getCosts } from "../costs/cost-and-usage.ts";
import type { CostExplorerOperation } from "../operation.ts";

/** AWS groups by resource only in GetCostAndUsageWithResources; here RESOURCE_ID is a dimension like the others. */
export const getCostAndUsage: CostExplorerOperation<"GetCostAndUsage"> = (input, context) => getCosts(input, context);
