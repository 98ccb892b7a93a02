import { defineService, type ServiceHost } from "../service.ts";
import { accessRules } from "./access-rules.ts";
import { operations } from "./generated/operations.ts";
import { migrations } from "./migrations.ts";
import type { Iot } from "./model.ts";
import { needsNoSpace } from "./needs-no-space.ts";
import { wireHabits } from "./registry/wire-habits.ts";
import type { IotState } from "./state.ts";

/** Devices: what is known of them, and what they say. */
export const createIot = (stateOf: (host: ServiceHost) => IotState) =>
  defineService<Iot, IotState>({
    name: "iot",
    migrations,
    access: accessRules,
    needsNoSpace,
    wire: wireHabits,
    create: stateOf,
    operations,
  });
