import type { ServiceHost } from "../service.ts";
import { Metering } from "./metering/metering.ts";

/** What Scheduler keeps in memory, from the server's start to its stop: counts that are not told yet. Schedules are rows and timers. */
export interface SchedulerState {
  readonly metering: Metering;
}

export function createSchedulerState(host: ServiceHost): SchedulerState {
  return { metering: new Metering(host) };
}

export async function stopScheduler({ metering }: SchedulerState): Promise<void> {
  await metering.stop();
}
