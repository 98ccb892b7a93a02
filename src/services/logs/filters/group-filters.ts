import { BoundedCache } from "../../../platform/bounded-cache.ts";
import type { OperationContext } from "../../service.ts";
import { whenCalled } from "../../when-called.ts";
import { groupsKey, type LogGroup } from "../groups/log-group.ts";
import { limits } from "../limits.ts";
import type { CompiledFilters } from "./compile-filters.ts";
import { filterStore } from "./filter-store.ts";

/** All filters of one group, ready for events. */
export interface GroupFilters extends CompiledFilters {
  readonly version: number;
}

const compileFilters = whenCalled(async () => (await import("./compile-filters.ts")).compileFilters);

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
  // Most groups have no filters, and need nothing of what patterns are read by.
  if (metrics.length + subscriptions.length === 0) return { version: filtersVersion, metrics: [], subscriptions: [] };
  return { version: filtersVersion, ...(await compileFilters(metrics, subscriptions)) };
}
