import type { AlarmClock } from "./alarms/alarm-clock.ts";
import type { KnownSeries } from "./metrics/known-series.ts";
import type { RetentionSweeper } from "./metrics/retention-sweeper.ts";

export interface CloudWatchState {
  readonly series: KnownSeries;
  readonly sweeper: RetentionSweeper;
  readonly alarms: AlarmClock;
}
