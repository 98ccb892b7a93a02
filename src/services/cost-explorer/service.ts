import { defineService } from "../service.ts";
import { usageMigrations } from "../usage/usage.ts";
import type { CostExplorer } from "./model.ts";
import { operations } from "./generated/operations.ts";

/** The bill, out of the ledger that the services write. The ledger's tables come with it. */
export const costExplorer = defineService<CostExplorer>({
  name: "cost-explorer",
  migrations: usageMigrations,
  /** Source: "Actions, resources, and condition keys for AWS Cost Explorer Service". */
  access: { prefix: "ce", resource: () => "*" },
  create: () => undefined,
  operations,
});
