import { defineService } from "../service.ts";
import { accessRules } from "./access-rules.ts";
import { operations } from "./generated/operations.ts";
import { migrations } from "./migrations.ts";
import type { CostExplorer } from "./model.ts";
import { needsNoSpace } from "./needs-no-space.ts";

/** The bill, out of the ledger that the services write. */
export const costExplorer = defineService<CostExplorer>({
  name: "cost-explorer",
  migrations,
  access: accessRules,
  needsNoSpace,
  create: () => undefined,
  operations,
});
