import { parseFilterPattern } from "../filter-pattern/filter-pattern.ts";
import type { MessageTest } from "../filter-pattern/message.ts";
import type { MetricFilter, SubscriptionFilter } from "./filter.ts";
import { toMetricReader } from "./metric-reader.ts";
import { type CompiledMetricFilter, DefaultMinutes } from "./metric-summary.ts";

export interface CompiledSubscription extends SubscriptionFilter {
  readonly matches: MessageTest;
}

export interface CompiledFilters {
  readonly metrics: readonly CompiledMetricFilter[];
  readonly subscriptions: readonly CompiledSubscription[];
}

/** Makes of filters as they are stored what looks at events. */
export async function compileFilters(
  metrics: readonly MetricFilter[],
  subscriptions: readonly SubscriptionFilter[],
): Promise<CompiledFilters> {
  return {
    metrics: metrics.map(({ pattern, transformation }) => {
      const parsed = parseFilterPattern(pattern);
      const read = toMetricReader(transformation, parsed);
      return { transformation, matches: parsed.matches, read, defaults: new DefaultMinutes() };
    }),
    subscriptions: subscriptions.map((filter) => ({ ...filter, matches: parseFilterPattern(filter.pattern).matches })),
  };
}
