import type { KnownSeries } from "./metrics/known-series.ts";
import type { RetentionSweeper } from "./metrics/retention-sweeper.ts";

export interface CloudWatchState {
  readonly series: KnownSeries;
  readonly sweeper: RetentionSweeper;
}
