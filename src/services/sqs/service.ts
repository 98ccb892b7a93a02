import { defineService } from "../service.ts";
import { accessRules } from "./access-rules.ts";
import { operations } from "./generated/operations.ts";
import { limits } from "./limits.ts";
import { messageRetention } from "./messages/retention.ts";
import { migrations } from "./migrations.ts";
import type { Sqs } from "./model.ts";
import { needsNoSpace } from "./needs-no-space.ts";
import { dropMessages } from "./queues/drop-messages.ts";
import { wireHabits } from "./queues/wire-habits.ts";
import { deliverMessage } from "./redrive/deliver-message.ts";
import { moveMessages } from "./redrive/move-messages.ts";
import { createSqsState, resetSqs, type SqsState, stopSqs } from "./state.ts";
import { surfaces } from "./surfaces.ts";

/** Queues and their messages. */
export const sqs = defineService<Sqs, SqsState>({
  name: "sqs",
  migrations,
  access: accessRules,
  needsNoSpace,
  requestBytes: { SendMessage: limits.requestBytes, SendMessageBatch: limits.requestBytes },
  create: createSqsState,
  stop: stopSqs,
  reset: resetSqs,
  wire: wireHabits,
  surfaces,
  effects: { "deliver-message": deliverMessage, "drop-messages": { receive: dropMessages } },
  timers: { "move-messages": moveMessages, retention: messageRetention },
  operations,
});
