import { defineService } from "../service.ts";
import { accessRules } from "./access-rules.ts";
import { operations } from "./generated/operations.ts";
import type { Ssm } from "./model.ts";
import { needsNoSpace } from "./needs-no-space.ts";

/** AWS's public parameters that name the newest images. An account has none of its own yet. */
export const ssm = defineService<Ssm>({
  name: "ssm",
  migrations: [],
  access: accessRules,
  needsNoSpace,
  create: () => undefined,
  operations,
});
