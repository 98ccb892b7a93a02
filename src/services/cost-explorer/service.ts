import { defineService } from "../service.ts";
import { usageMigrations } from "../usage/usage.ts";
import type { CostExplorer } from "./model.ts";
import { getCostAndUsage } from "./operations/get-cost-and-usage.ts";
import { getCostAndUsageWithResources } from "./operations/get-cost-and-usage-with-resources.ts";
import { getDimensionValues } from "./operations/get-dimension-values.ts";
import { getTags } from "./operations/get-tags.ts";

/** The bill, out of the ledger that the services write. The ledger's tables come with it. */
export const costExplorer = defineService<CostExplorer>({
  name: "cost-explorer",
  migrations: usageMigrations,
  /** Source: "Actions, resources, and condition keys for AWS Cost Explorer Service". */
  access: { prefix: "ce", resource: () => "*" },
  create: () => undefined,
  operations: {
    GetCostAndUsage: getCostAndUsage,
    GetCostAndUsageWithResources: getCostAndUsageWithResources,
    GetDimensionValues: getDimensionValues,
    GetTags: getTags,
  },
});
