import type { UsageMeter } from "../usage/usage-meter.ts";
import type { FilterCache } from "./filters/group-filters.ts";
import type { Queries } from "./insights/queries.ts";
import type { LiveTail } from "./live-tail.ts";
import type { RetentionSweeper } from "./retention-sweeper.ts";

export interface LogsState {
  readonly filters: FilterCache;
  readonly liveTail: LiveTail;
  readonly queries: Queries;
  readonly sweeper: RetentionSweeper;
  readonly usage: UsageMeter;
}
