import type { PartitionSweeper } from "../partition-sweeper.ts";
import type { AlarmClock } from "./alarms/alarm-clock.ts";
import type { KnownSeries } from "./metrics/known-series.ts";

export interface CloudWatchState {
  readonly series: KnownSeries;
  readonly sweeper: PartitionSweeper;
  readonly alarms: AlarmClock;
}
