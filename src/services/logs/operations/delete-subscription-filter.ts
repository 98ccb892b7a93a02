import { subscriptionFilterNotFound } from "../errors.ts";
import { removeFilter } from "../filters/change-filters.ts";
import type { LogsOperation } from "../operation.ts";

export const deleteSubscriptionFilter: LogsOperation<"DeleteSubscriptionFilter"> = async (input, context) => {
  const key = { kind: "subscription", group: input.logGroupName, name: input.filterName } as const;
  await removeFilter(context, key, subscriptionFilterNotFound);
  return {};
};
