import { defineService } from "../service.ts";
import { whenCalled } from "../when-called.ts";
import { accessRules } from "./access-rules.ts";
import { deliverInOrder } from "./deliveries/deliver-in-order.ts";
import { fanOut } from "./deliveries/fan-out.ts";
import { retryDelivery } from "./deliveries/retry-delivery.ts";
import { operations } from "./generated/operations.ts";
import { limits } from "./limits.ts";
import { migrations } from "./migrations.ts";
import type { Sns } from "./model.ts";
import { needsNoSpace } from "./needs-no-space.ts";
import { createSnsState, resetSns, type SnsState, stopSns } from "./state.ts";
import { tellOwner } from "./subscriptions/tell-owner.ts";
import { wireHabits } from "./subscriptions/wire-habits.ts";
import { surfaces } from "./surfaces.ts";

/** Topics, their subscriptions, and messages to people and programs. */
export const sns = defineService<Sns, SnsState>({
  name: "sns",
  migrations,
  access: accessRules,
  needsNoSpace,
  requestBytes: { Publish: limits.requestBytes, PublishBatch: limits.requestBytes },
  create: createSnsState,
  stop: stopSns,
  reset: resetSns,
  surfaces,
  wire: wireHabits,
  effects: {
    "fan-out": fanOut,
    "forget-topic": { receive: whenCalled(async () => (await import("./topics/forget-topic.ts")).forgetTopic) },
    "tell-owner": { receive: tellOwner },
  },
  timers: {
    deliver: retryDelivery,
    "deliver-in-order": deliverInOrder,
    "expire-token": { fire: whenCalled(async () => (await import("./subscriptions/expire-token.ts")).expireToken) },
    "ask-to-confirm": {
      fire: whenCalled(async () => (await import("./subscriptions/ask-to-confirm.ts")).askToConfirm),
    },
  },
  operations,
});
