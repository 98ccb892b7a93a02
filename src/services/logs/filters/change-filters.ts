import { type AwsError, fail } from "../../../platform/aws-error.ts";
import type { WriteTransaction } from "../../../storage/database.ts";
import { groupNotFound, limitExceeded } from "../errors.ts";
import { parseFilterPattern } from "../filter-pattern/filter-pattern.ts";
import { groupStore } from "../groups/group-store.ts";
import { groupsKey, type LogGroup } from "../groups/log-group.ts";
import { limits } from "../limits.ts";
import type { LogsContext } from "../operation.ts";
import type { Filter, FilterKind } from "./filter.ts";
import { type FilterKey, filterStore } from "./filter-store.ts";

const most = { metric: limits.metricFiltersPerGroup, subscription: limits.subscriptionFiltersPerGroup } as const;

/** Adds a filter to its group, or takes the place of the one of that name. Events put from then on meet it. */
export async function putFilter(context: LogsContext, filter: Filter): Promise<void> {
  await changeFilters(context, filter.group, async (tx) => {
    const isNew = !(await filterStore.find(tx, filter));
    if (isNew && (await filterStore.count(tx, filter.kind, filter.group)) >= most[filter.kind]) throw limitExceeded();
    await checkRegexes(tx, filter);
    await filterStore.put(tx, filter);
  });
}

/** Each event of a group meets all its expressions. */
async function checkRegexes(tx: WriteTransaction, filter: Filter): Promise<void> {
  if (!hasRegex(filter)) return;
  const { group, kind, name } = filter;
  const metrics = await filterStore.list(tx, "metric", group, { limit: most.metric });
  const subscriptions = await filterStore.list(tx, "subscription", group, { limit: most.subscription });
  const others = [...metrics, ...subscriptions].filter((other) => other.kind !== kind || other.name !== name);
  if (others.filter(hasRegex).length >= limits.regexFiltersPerGroup) throw limitExceeded();
}

function hasRegex({ pattern }: Filter): boolean {
  return pattern.includes("%") && parseFilterPattern(pattern).regexes > 0;
}

export async function removeFilter(
  context: LogsContext,
  key: FilterKey<FilterKind>,
  notFound: () => AwsError,
): Promise<void> {
  await changeFilters(context, key.group, async (tx) => {
    if (!(await filterStore.find(tx, key))) throw notFound();
    await filterStore.remove(tx, key);
  });
}

/** The version goes into the group's row, which every PutLogEvents reads: no server goes on with old filters. */
async function changeFilters(
  context: LogsContext,
  name: string,
  change: (tx: WriteTransaction) => Promise<void>,
): Promise<void> {
  await context.host.storage.partition(groupsKey(context)).write(async (tx) => {
    const group: LogGroup = (await groupStore.find(tx, name)) ?? fail(groupNotFound());
    await change(tx);
    const isFiltered =
      (await filterStore.count(tx, "metric", name)) + (await filterStore.count(tx, "subscription", name)) > 0;
    await groupStore.put(tx, { ...group, filtersVersion: isFiltered ? await tx.nextSequence() : 0 });
  });
}
