import { defineService } from "../service.ts";
import { whenCalled } from "../when-called.ts";
import { accessRules } from "./access-rules.ts";
import { operations } from "./generated/operations.ts";
import { migrations } from "./migrations.ts";
import type { Dlm } from "./model.ts";
import { needsNoSpace } from "./needs-no-space.ts";

/** Data Lifecycle Manager: snapshots that are taken, copied and deleted by policies. */
export const dlm = defineService<Dlm>({
  name: "dlm",
  migrations,
  access: accessRules,
  needsNoSpace,
  create: () => undefined,
  timers: { run: { fire: whenCalled(async () => (await import("./policies/run-policy.ts")).runPolicy) } },
  operations,
});
