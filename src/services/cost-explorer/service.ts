import { defineService } from "../service.ts";
import { accessRules } from "./access-rules.ts";
import { operations } from "./generated/operations.ts";
import { migrations } from "./migrations.ts";
import type { CostExplorer } from "./model.ts";

/** The bill, out of the ledger that the services write. */
export const costExplorer = defineService<CostExplorer>({
  name: "cost-explorer",
  migrations,
  access: accessRules,
  create: () => undefined,
  operations,
});
