import { defineService } from "../service.ts";
import { accessRules } from "./access-rules.ts";
import { operations } from "./generated/operations.ts";
import type { Rbin } from "./model.ts";
import { needsNoSpace } from "./needs-no-space.ts";

/** Recycle Bin: rules by which snapshots and images are kept for a while when they are deleted. EC2 keeps them; the rows are block storage's. */
export const rbin = defineService<Rbin>({
  name: "rbin",
  migrations: [],
  access: accessRules,
  needsNoSpace,
  create: () => undefined,
  operations,
});
