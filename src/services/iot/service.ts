import { defineService, type ServiceHost } from "../service.ts";
import { accessRules } from "./access-rules.ts";
import { operations } from "./generated/operations.ts";
import { migrations } from "./migrations.ts";
import type { Iot } from "./model.ts";
import { needsNoSpace } from "./needs-no-space.ts";
import { wireHabits } from "./registry/wire-habits.ts";
import { ruleDeliveries } from "./rules/deliveries.ts";
import { askToConfirm } from "./rules/destinations/confirm-destination.ts";
import { forgetShadow } from "./shadows/forget-shadow.ts";
import { tellChange } from "./shadows/shadow-changes.ts";
import { type IotState, stopIot } from "./state.ts";
import { devices, surfaces } from "./surfaces.ts";

/** Devices: what is known of them, and what they say. */
export const createIot = (stateOf: (host: ServiceHost) => IotState) =>
  defineService<Iot, IotState>({
    name: "iot",
    migrations,
    access: accessRules,
    needsNoSpace,
    wire: wireHabits,
    create: stateOf,
    stop: stopIot,
    reset: stopIot,
    surfaces,
    devices,
    effects: {
      "rule-action": { ...ruleDeliveries.effect, atOnce: 32 },
      "confirm-destination": { receive: askToConfirm },
      "shadow-change": tellChange,
    },
    timers: {
      "rule-action": ruleDeliveries.timer,
      "forget-shadow": forgetShadow,
      "expire-session": { fire: (firing, { state }) => state.sessions.expire(firing) },
    },
    operations,
  });
