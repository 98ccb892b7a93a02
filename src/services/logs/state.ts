import type { ServiceHost } from "../service.ts";
import { UsageMeter } from "../usage/usage-meter.ts";
import { FilterCache } from "./filters/group-filters.ts";
import { Queries } from "./insights/queries.ts";
import { LiveTail } from "./live-tail/live-tail.ts";

/** What CloudWatch Logs keeps in memory, from the server's start to its stop. */
export interface LogsState {
  readonly filters: FilterCache;
  readonly liveTail: LiveTail;
  readonly queries: Queries;
  readonly usage: UsageMeter;
}

export function createLogsState(host: ServiceHost): LogsState {
  return {
    filters: new FilterCache(),
    liveTail: new LiveTail(host.clock),
    queries: new Queries(host),
    usage: new UsageMeter(host),
  };
}

/** Lets work in progress finish, and forgets all in memory. */
export async function closeLogs({ filters, liveTail, queries, usage }: LogsState): Promise<void> {
  filters.clear();
  liveTail.close();
  await queries.close();
  await usage.stop();
}
