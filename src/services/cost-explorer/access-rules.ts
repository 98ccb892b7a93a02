import type { AccessRules } from "../service.ts";
import type { CostExplorer } from "./model.ts";

/** Source: "Actions, resources, and condition keys for AWS Cost Explorer Service". */
export const accessRules: AccessRules<CostExplorer> = { prefix: "ce", resource: () => "*" };
