import { defineService } from "../service.ts";
import { accessRules } from "./access-rules.ts";
import { operations } from "./generated/operations.ts";
import { migrations } from "./migrations.ts";
import type { Pipes } from "./model.ts";
import { needsNoSpace } from "./needs-no-space.ts";
import { endChange } from "./pipes/change.ts";
import { createPipesState, type PipesState, startPipes, stopPipes } from "./state.ts";

/** Pipes: from a queue through a filter and an enrichment to a target. */
export const pipes = defineService<Pipes, PipesState>({
  name: "pipes",
  migrations,
  access: accessRules,
  needsNoSpace,
  create: createPipesState,
  start: startPipes,
  stop: stopPipes,
  reset: stopPipes,
  timers: { change: endChange },
  operations,
});
