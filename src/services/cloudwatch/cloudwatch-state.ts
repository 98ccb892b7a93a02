import type { RecurringWork } from "../recurring-work.ts";
import type { AlarmClock } from "./alarms/alarm-clock.ts";
import type { KnownSeries } from "./metrics/known-series.ts";

export interface CloudWatchState {
  readonly series: KnownSeries;
  readonly sweeper: RecurringWork;
  readonly alarms: AlarmClock;
}
