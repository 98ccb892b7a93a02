import { defineService } from "../service.ts";
import { accessRules } from "./access-rules.ts";
import { archiveEvent } from "./archives/archive-event.ts";
import { archiveRetention } from "./archives/archive-retention.ts";
import { replayEvents } from "./archives/replay-events.ts";
import { storedArchives } from "./archives/stored-archives.ts";
import { authorizeConnection } from "./connections/authorize-connection.ts";
import { operations } from "./generated/operations.ts";
import { limits } from "./limits.ts";
import { migrations } from "./migrations.ts";
import type { Events } from "./model.ts";
import { needsNoSpace } from "./needs-no-space.ts";
import { apiCalls, deliveries } from "./put-events/deliveries.ts";
import { continueFanOut, isFanOut } from "./put-events/fan-out.ts";
import { fireSchedule } from "./rules/fire-schedule.ts";
import { createEventsState, type EventsState, stopEvents } from "./state.ts";

/** Event buses, their rules, and where these send events. */
export const events = defineService<Events, EventsState>({
  name: "eventbridge",
  migrations,
  access: accessRules,
  needsNoSpace,
  requestBytes: { PutEvents: limits.requestBytes },
  create: createEventsState,
  stop: stopEvents,
  reset: stopEvents,
  effects: {
    delivery: {
      receive: (effect, from, context) =>
        (isFanOut(effect) ? continueFanOut : deliveries.effect.receive)(effect, from, context),
    },
    "api-call": apiCalls.effect,
    archive: { receive: archiveEvent },
  },
  timers: {
    delivery: deliveries.timer,
    "api-call": apiCalls.timer,
    schedule: fireSchedule,
    replay: replayEvents,
    authorize: authorizeConnection,
    "archive-retention": archiveRetention,
    "stored-archives": storedArchives,
  },
  operations,
});
