import type { NeedsNoSpace } from "../service.ts";
import type { CostExplorer } from "./model.ts";

/** What reads: it goes on while the disk is full. */
export const needsNoSpace: NeedsNoSpace<CostExplorer> = {
  GetCostAndUsage: "reads",
  GetCostAndUsageWithResources: "reads",
  GetCostForecast: "reads",
  GetDimensionValues: "reads",
  GetTags: "reads",
};
