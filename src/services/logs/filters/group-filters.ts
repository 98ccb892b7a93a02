import { BoundedCache } from "../../../platform/bounded-cache.ts";
import type { OperationContext } from "../../service.ts";
import { parseFilterPattern } from "../filter-pattern/filter-pattern.ts";
import type { MessageTest } from "../filter-pattern/message.ts";
import { groupsKey, type LogGroup } from "../groups/log-group.ts";
import { limits } from "../limits.ts";
import type { SubscriptionFilter } from "./filter.ts";
import { filterStore } from "./filter-store.ts";
import { toMetricReader } from "./metric-reader.ts";
import { type CompiledMetricFilter, DefaultMinutes } from "./metric-summary.ts";

export interface CompiledSubscription extends SubscriptionFilter {
  readonly matches: MessageTest;
}

/** All filters of one group, ready for events. */
export interface GroupFilters {
  readonly version: number;
  readonly metrics: readonly CompiledMetricFilter[];
  readonly subscriptions: readonly CompiledSubscription[];
}

/** Keeps the filters of the groups used last; a group's version tells whether they are still the ones. */
export class FilterCache {
  readonly #groups = new BoundedCache<string, GroupFilters>(limits.cachedFilterGroups);

  async of(context: OperationContext, group: LogGroup): Promise<GroupFilters> {
    const known = this.#groups.get(group.id);
    const filters = known?.version === group.filtersVersion ? known : await loadFilters(context, group);
    return this.#groups.set(group.id, filters);
  }

  clear(): void {
    this.#groups.clear();
  }
}

async function loadFilters(context: OperationContext, { name, filtersVersion }: LogGroup): Promise<GroupFilters> {
  const partition = context.host.storage.partition(groupsKey(context));
  const { metrics, subscriptions } = await partition.read(async (tx) => ({
    metrics: await filterStore.list(tx, "metric", name, { limit: limits.metricFiltersPerGroup }),
    subscriptions: await filterStore.list(tx, "subscription", name, { limit: limits.subscriptionFiltersPerGroup }),
  }));
  return {
    version: filtersVersion,
    metrics: metrics.map(({ pattern, transformation }) => {
      const parsed = parseFilterPattern(pattern);
      const read = toMetricReader(transformation, parsed);
      return { transformation, matches: parsed.matches, read, defaults: new DefaultMinutes() };
    }),
    subscriptions: subscriptions.map((filter) => ({ ...filter, matches: parseFilterPattern(filter.pattern).matches })),
  };
}
