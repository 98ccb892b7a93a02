import type { RecurringWork } from "../recurring-work.ts";
import type { ServiceHost } from "../service.ts";
import { AlarmClock } from "./alarms/alarm-clock.ts";
import { KnownSeries } from "./metrics/known-series.ts";
import { createRetentionSweeper } from "./metrics/retention-sweeper.ts";

/** What CloudWatch keeps in memory, from the server's start to its stop. */
export interface CloudWatchState {
  readonly series: KnownSeries;
  readonly sweeper: RecurringWork;
  readonly alarms: AlarmClock;
}

export function createCloudWatchState(host: ServiceHost): CloudWatchState {
  return { series: new KnownSeries(), sweeper: createRetentionSweeper(host), alarms: new AlarmClock(host) };
}

export async function startCloudWatch({ sweeper, alarms }: CloudWatchState): Promise<void> {
  await sweeper.start();
  await alarms.start();
}

/** Lets work in progress finish, and forgets all in memory. */
export async function closeCloudWatch({ series, sweeper, alarms }: CloudWatchState): Promise<void> {
  await alarms.stop();
  await sweeper.stop();
  series.forget();
}
