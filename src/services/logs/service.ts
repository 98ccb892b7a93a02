import { defineService } from "../service.ts";
import { UsageMeter } from "../usage/usage-meter.ts";
import { accessRules } from "./access-rules.ts";
import { dropGroup } from "./drop-group.ts";
import { runExport } from "./export/run-export.ts";
import { deliverSubscription, subscriptionOrder } from "./filters/deliver-subscription.ts";
import { FilterCache } from "./filters/group-filters.ts";
import { publishMetrics } from "./filters/publish-metrics.ts";
import { Queries } from "./insights/queries.ts";
import { limits } from "./limits.ts";
import { LiveTail } from "./live-tail.ts";
import type { LogsState } from "./logs-state.ts";
import { migrations } from "./migrations.ts";
import { createRetentionSweeper } from "./retention-sweeper.ts";
import type { Logs } from "./service-context.ts";
import { operations } from "./generated/operations.ts";

/** Log groups, their streams and events. */
export const logs = defineService<Logs, LogsState>({
  name: "cloudwatch-logs",
  migrations,
  access: accessRules,
  requestBytes: { PutLogEvents: limits.requestBytes },
  create: (host) => ({
    filters: new FilterCache(),
    liveTail: new LiveTail(host.clock),
    queries: new Queries(host),
    sweeper: createRetentionSweeper(host),
    usage: new UsageMeter(host),
  }),
  start: ({ sweeper }) => sweeper.start(),
  stop: close,
  reset: close,
  effects: {
    "drop-group": { receive: dropGroup },
    "deliver-subscription": { receive: deliverSubscription, order: subscriptionOrder },
    "publish-metrics": { receive: publishMetrics },
    "run-export": { receive: runExport },
  },
  operations,
});

async function close({ filters, liveTail, queries, sweeper, usage }: LogsState): Promise<void> {
  filters.clear();
  liveTail.close();
  await queries.close();
  await sweeper.stop();
  await usage.stop();
}
