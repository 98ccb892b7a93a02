import { fromPageToken, toPageToken } from "../../page-token.ts";
import { invalidToken } from "../errors.ts";
import { filterStore } from "../filters/filter-store.ts";
import { findGroup } from "../groups/find-group.ts";
import { groupsKey } from "../groups/log-group.ts";
import { limits } from "../limits.ts";
import type { LogsOperation } from "../operation.ts";

export const describeSubscriptionFilters: LogsOperation<"DescribeSubscriptionFilters"> = async (input, context) => {
  const after = fromPageToken(input.nextToken, invalidToken);
  const { name: group } = await findGroup(context, input.logGroupName);
  const limit = input.limit ?? limits.describePage;
  const bounds = { prefix: input.filterNamePrefix, after, limit: limit + 1 };
  const partition = context.host.storage.partition(groupsKey(context));
  // One more than the page tells whether there is a next one.
  const found = await partition.read((tx) => filterStore.list(tx, "subscription", group, bounds));
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    subscriptionFilters: page.map(({ name, pattern, createdMs, destinationArn, distribution }) => ({
      filterName: name,
      logGroupName: group,
      filterPattern: pattern,
      destinationArn,
      distribution,
      applyOnTransformedLogs: false,
      creationTime: createdMs,
    })),
    nextToken: last && found.length > limit ? toPageToken(last.name) : undefined,
  };
};
