import { defineService } from "../service.ts";
import { whenCalled } from "../when-called.ts";
import { accessRules } from "./access-rules.ts";
import { deliverSubscription, subscriptionOrder } from "./filters/deliver-subscription.ts";
import { publishMetrics } from "./filters/publish-metrics.ts";
import { operations } from "./generated/operations.ts";
import { dropGroup } from "./groups/drop-group.ts";
import { retention } from "./groups/retention-sweeper.ts";
import { storedLogs } from "./groups/stored-logs.ts";
import { wireHabits } from "./groups/wire-habits.ts";
import { limits } from "./limits.ts";
import { migrations } from "./migrations.ts";
import type { Logs } from "./model.ts";
import { needsNoSpace } from "./needs-no-space.ts";
import { closeLogs, createLogsState, type LogsState } from "./state.ts";

/** Log groups, their streams and events. */
export const logs = defineService<Logs, LogsState>({
  name: "cloudwatch-logs",
  migrations,
  access: accessRules,
  needsNoSpace,
  requestBytes: { PutLogEvents: limits.requestBytes },
  create: createLogsState,
  stop: closeLogs,
  reset: closeLogs,
  wire: wireHabits,
  effects: {
    "drop-group": { receive: dropGroup },
    "deliver-subscription": { receive: deliverSubscription, order: subscriptionOrder },
    "publish-metrics": { receive: publishMetrics },
    "run-export": { receive: whenCalled(async () => (await import("./export/run-export.ts")).runExport) },
  },
  timers: { retention, "stored-logs": storedLogs },
  operations,
});
