import { defineService, type ServiceHost } from "../service.ts";
import { accessRules } from "./access-rules.ts";
import { chargeRequest } from "./connections/charge-request.ts";
import { sendRegistryEvent } from "./events/registry-events.ts";
import { operations } from "./generated/operations.ts";
import { endJob } from "./jobs/end-job.ts";
import { notifyThing } from "./jobs/notify.ts";
import { rollOutLater } from "./jobs/roll-out.ts";
import { timeOut } from "./jobs/time-out.ts";
import { migrations } from "./migrations.ts";
import type { Iot } from "./model.ts";
import { needsNoSpace } from "./needs-no-space.ts";
import { endClaim } from "./provisioning/claims.ts";
import { endOwnership } from "./provisioning/ownership.ts";
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
    answered: chargeRequest,
    stop: stopIot,
    reset: stopIot,
    surfaces,
    devices,
    effects: {
      "rule-action": { ...ruleDeliveries.effect, atOnce: 32 },
      "confirm-destination": { receive: askToConfirm },
      "shadow-change": tellChange,
      "job-notify": notifyThing,
      "registry-event": sendRegistryEvent,
    },
    timers: {
      "rule-action": ruleDeliveries.timer,
      "forget-shadow": forgetShadow,
      "job-rollout": rollOutLater,
      "job-timeout": timeOut,
      "job-end": endJob,
      "claim-end": { fire: (firing, { state, host }) => endClaim(firing, state, host) },
      "ownership-end": { fire: (firing, { state, host }) => endOwnership(firing, state, host) },
      "watch-wills": { fire: (firing, { state }) => state.wills.watch(firing) },
      will: { fire: (firing, { state }) => state.wills.fire(firing) },
      "expire-session": { fire: (firing, { state }) => state.sessions.expire(firing) },
    },
    operations,
  });
