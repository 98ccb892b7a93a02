import type { RecurringWork } from "../recurring-work.ts";
import type { UsageMeter } from "../usage/usage-meter.ts";
import type { FilterCache } from "./filters/group-filters.ts";
import type { Queries } from "./insights/queries.ts";
import type { LiveTail } from "./live-tail.ts";

export interface LogsState {
  readonly filters: FilterCache;
  readonly liveTail: LiveTail;
  readonly queries: Queries;
  readonly sweeper: RecurringWork;
  readonly usage: UsageMeter;
}
