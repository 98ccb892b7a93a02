import { defineService } from "../service.ts";
import { accessRules } from "./access-rules.ts";
import { AlarmClock } from "./alarms/alarm-clock.ts";
import { actionOrder, runAction } from "./alarms/run-action.ts";
import type { CloudWatchState } from "./cloudwatch-state.ts";
import { publishEmbeddedMetrics } from "./embedded-metrics.ts";
import { KnownSeries } from "./metrics/known-series.ts";
import { createRetentionSweeper } from "./metrics/retention-sweeper.ts";
import { migrations } from "./migrations.ts";
import type { CloudWatch } from "./service-context.ts";
import { operations } from "./generated/operations.ts";

/** Metrics, alarms and dashboards. */
export const cloudwatch = defineService<CloudWatch, CloudWatchState>({
  name: "cloudwatch",
  migrations,
  access: accessRules,
  create: (host) => ({
    series: new KnownSeries(),
    sweeper: createRetentionSweeper(host),
    alarms: new AlarmClock(host),
  }),
  start: async ({ sweeper, alarms }) => {
    await sweeper.start();
    await alarms.start();
  },
  stop: close,
  reset: close,
  effects: {
    "alarm-action": { receive: runAction, order: actionOrder },
    "embedded-metrics": { receive: publishEmbeddedMetrics },
  },
  operations,
});

async function close({ series, sweeper, alarms }: CloudWatchState): Promise<void> {
  await alarms.stop();
  await sweeper.stop();
  series.forget();
}
