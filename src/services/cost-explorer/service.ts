import { defineService } from "../service.ts";
import { accessRules } from "./access-rules.ts";
import { migrations } from "./migrations.ts";
import type { CostExplorer } from "./model.ts";
import { getCostAndUsage } from "./operations/get-cost-and-usage.ts";
import { getCostAndUsageWithResources } from "./operations/get-cost-and-usage-with-resources.ts";
import { getDimensionValues } from "./operations/get-dimension-values.ts";
import { getTags } from "./operations/get-tags.ts";

/** The bill, out of the ledger that the services write. */
export const costExplorer = defineService<CostExplorer>({
  name: "cost-explorer",
  migrations,
  access: accessRules,
  create: () => undefined,
  operations: {
    GetCostAndUsage: getCostAndUsage,
    GetCostAndUsageWithResources: getCostAndUsageWithResources,
    GetDimensionValues: getDimensionValues,
    GetTags: getTags,
  },
});
