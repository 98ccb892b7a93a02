import { defineService } from "../service.ts";
import { accessRules } from "./access-rules.ts";
import { alarmUpkeep, composites, evaluation, newAlarm } from "./alarms/alarm-timers.ts";
import { actionOrder, runAction } from "./alarms/run-action.ts";
import { stateOrder, tellState } from "./alarms/tell-state.ts";
import { operations } from "./generated/operations.ts";
import { publishEmbeddedMetrics } from "./metrics/embedded-metrics.ts";
import { metricRetention } from "./metrics/retention-sweeper.ts";
import { migrations } from "./migrations.ts";
import type { CloudWatch } from "./model.ts";
import { needsNoSpace } from "./needs-no-space.ts";
import { type CloudWatchState, closeCloudWatch, createCloudWatchState } from "./state.ts";

/** Metrics, alarms and dashboards. */
export const cloudwatch = defineService<CloudWatch, CloudWatchState>({
  name: "cloudwatch",
  migrations,
  access: accessRules,
  needsNoSpace,
  create: createCloudWatchState,
  stop: closeCloudWatch,
  reset: closeCloudWatch,
  effects: {
    "alarm-action": { receive: runAction, order: actionOrder },
    "alarm-state": { receive: tellState, order: stateOrder },
    "embedded-metrics": { receive: publishEmbeddedMetrics },
  },
  timers: {
    evaluation,
    "new-alarm": newAlarm,
    composites,
    "alarm-upkeep": alarmUpkeep,
    retention: metricRetention,
  },
  operations,
});
