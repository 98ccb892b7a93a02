import { defineService } from "../service.ts";
import { accessRules } from "./access-rules.ts";
import type { CloudWatchState } from "./cloudwatch-state.ts";
import { KnownSeries } from "./metrics/known-series.ts";
import { RetentionSweeper } from "./metrics/retention-sweeper.ts";
import { migrations } from "./migrations.ts";
import { getMetricData } from "./operations/get-metric-data.ts";
import { getMetricStatistics } from "./operations/get-metric-statistics.ts";
import { listMetrics } from "./operations/list-metrics.ts";
import { putMetricData } from "./operations/put-metric-data.ts";
import type { CloudWatch } from "./service-context.ts";

/** Metrics, alarms and dashboards. */
export const cloudwatch = defineService<CloudWatch, CloudWatchState>({
  name: "cloudwatch",
  migrations,
  access: accessRules,
  create: (host) => ({ series: new KnownSeries(), sweeper: new RetentionSweeper(host) }),
  start: async ({ sweeper }) => sweeper.start(),
  stop: close,
  reset: close,
  operations: {
    GetMetricData: getMetricData,
    GetMetricStatistics: getMetricStatistics,
    ListMetrics: listMetrics,
    PutMetricData: putMetricData,
  },
});

async function close({ series, sweeper }: CloudWatchState): Promise<void> {
  await sweeper.stop();
  series.forget();
}
