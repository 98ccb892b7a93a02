import { defineService } from "../service.ts";
import { accessRules } from "./access-rules.ts";
import { operations } from "./generated/operations.ts";
import type { Ebs } from "./model.ts";
import { needsNoSpace } from "./needs-no-space.ts";

/** Snapshots' blocks, read and written directly. The rows are EC2's (`block-storage/`), which has its tables made. */
export const ebs = defineService<Ebs>({
  name: "ebs",
  migrations: [],
  access: accessRules,
  needsNoSpace,
  create: () => undefined,
  wire: { unsignedBodies: new Set(["PutSnapshotBlock"]) },
  operations,
});
