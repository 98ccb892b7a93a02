import { Pace } from "../../../platform/pace.ts";
import type { Random } from "../../../platform/random.ts";
import type { Effect } from "../../../storage/database.ts";
import type { Chunk, StoredEvent } from "../events/chunk-store.ts";
import { Message, matchInTurns } from "../filter-pattern/message.ts";
import type { SubscriptionEffect } from "./deliver-subscription.ts";
import type { GroupFilters } from "./group-filters.ts";
import { type MetricDatum, MetricSummary } from "./metric-summary.ts";

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
  const summaries = filters.metrics.map((filter) => ({ filter, summary: new MetricSummary(filter) }));
  const subscribed = filters.subscriptions.map((filter) => ({ filter, indexes: [] as number[] }));
  for (const [index, [timestampMs, text]] of events.entries()) {
    const message = new Message(text);
    for (const { filter, summary } of summaries) {
      if (pace.isOver) await pace.rest();
      const isMatch = matchInTurns(filter.matches, message, pace);
      // To wait for what is there already would cost more than most matches do.
      summary.add(timestampMs, message, typeof isMatch === "boolean" ? isMatch : await isMatch);
    }
    for (const { filter, indexes } of subscribed) {
      if (pace.isOver) await pace.rest();
      if (await matchInTurns(filter.matches, message, pace)) indexes.push(index);
    }
  }
  const data = summaries.flatMap(({ summary }) => summary.data());
  const metrics = data.length > 0 ? [toMetricsEffect(data, random.uuid())] : [];
  const deliveries = subscribed.flatMap(({ filter: { name, destinationArn }, indexes }) =>
    indexes.length === 0
      ? []
      : [{ id: random.uuid(), delivery: { group: groupName, filter: name, destinationArn, indexes } }],
  );
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
