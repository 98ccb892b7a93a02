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

/** Looks at the events once, before the write, which may run again. */
export function toFilterEffects(
  filters: GroupFilters,
  groupName: string,
  events: readonly StoredEvent[],
  random: Random,
): FilterEffects {
  const data = filters.metrics.flatMap((filter) => summarizeMetric(filter, events));
  const metrics = data.length > 0 ? [toMetricsEffect(data, random.uuid())] : [];
  const deliveries = filters.subscriptions.flatMap((filter) => {
    const indexes = events.flatMap(([, message], index) => (filter.matches(message) ? [index] : []));
    if (indexes.length === 0) return [];
    const { name, destinationArn } = filter;
    return [{ id: random.uuid(), delivery: { group: groupName, filter: name, destinationArn, indexes } }];
  });
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
