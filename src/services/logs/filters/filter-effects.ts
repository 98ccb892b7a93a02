import { Pace } from "../../../platform/pace.ts";
import type { Random } from "../../../platform/random.ts";
import type { Effect } from "../../../storage/database.ts";
import type { Chunk, StoredEvent } from "../chunk-store.ts";
import type { SubscriptionEffect } from "./deliver-subscription.ts";
import type { GroupFilters } from "./group-filters.ts";
import { type MetricDatum, summarizeMetric } from "./metric-summary.ts";

export const publishMetricsTopic = "cloudwatch-logs.publish-metrics";
export const deliverSubscriptionTopic = "cloudwatch-logs.deliver-subscription";

/** What follows a batch of events, to be recorded in the commit that stores it. */
export type FilterEffects = (chunk: Chunk) => readonly Effect[];

/** Looks at the events once, before the write, which may run again. A hundred filters may each do a lot with each of ten thousand events. */
export async function toFilterEffects(
  filters: GroupFilters,
  groupName: string,
  events: readonly StoredEvent[],
  random: Random,
): Promise<FilterEffects> {
  const pace = new Pace();
  const data: MetricDatum[] = [];
  for (const filter of filters.metrics) data.push(...(await summarizeMetric(filter, events, pace)));
  const metrics = data.length > 0 ? [toMetricsEffect(data, random.uuid())] : [];
  const deliveries: { id: string; delivery: Omit<SubscriptionEffect, "sequence" | "stream"> }[] = [];
  for (const { name, destinationArn, matches } of filters.subscriptions) {
    const indexes: number[] = [];
    for (const [index, [, message]] of events.entries()) {
      if (pace.isOver) await pace.rest();
      if (matches(message)) indexes.push(index);
    }
    if (indexes.length === 0) continue;
    deliveries.push({ id: random.uuid(), delivery: { group: groupName, filter: name, destinationArn, indexes } });
  }
  return ({ sequence, stream }) => [
    ...metrics,
    ...deliveries.map(({ id, delivery }): Effect => {
      const payload: SubscriptionEffect = { ...delivery, sequence, stream };
      return { topic: deliverSubscriptionTopic, id, payload: JSON.stringify(payload) };
    }),
  ];
}

function toMetricsEffect(data: readonly MetricDatum[], id: string): Effect {
  return { topic: publishMetricsTopic, id, payload: JSON.stringify(data) };
}
