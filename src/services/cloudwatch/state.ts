import { KnownSeries } from "./metrics/known-series.ts";

/** What CloudWatch keeps in memory, from the server's start to its stop. */
export interface CloudWatchState {
  readonly series: KnownSeries;
}

export function createCloudWatchState(): CloudWatchState {
  return { series: new KnownSeries() };
}

/** Forgets all in memory. */
export async function closeCloudWatch({ series }: CloudWatchState): Promise<void> {
  series.forget();
}
