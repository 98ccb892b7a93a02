import { defineService } from "../service.ts";
import { accessRules } from "./access-rules.ts";
import { operations } from "./generated/operations.ts";
import { deleteGroup } from "./groups/delete-group.ts";
import { deliveries } from "./invocations/deliveries.ts";
import { invoke } from "./invocations/invoke.ts";
import { migrations } from "./migrations.ts";
import type { Scheduler } from "./model.ts";
import { needsNoSpace } from "./needs-no-space.ts";
import { createSchedulerState, type SchedulerState, stopScheduler } from "./state.ts";

/** Schedules and their groups. */
export const scheduler = defineService<Scheduler, SchedulerState>({
  name: "scheduler",
  migrations,
  access: accessRules,
  needsNoSpace,
  create: createSchedulerState,
  stop: stopScheduler,
  reset: stopScheduler,
  effects: { deliver: deliveries.effect },
  timers: { invoke, deliver: deliveries.timer, "delete-group": deleteGroup },
  operations,
});
