import { fromPageToken, toPageToken } from "../../page-token.ts";
import { invalidToken } from "../errors.ts";
import { limits } from "../limits.ts";
import type { IotOperation } from "../operation.ts";
import { toDestination } from "../rules/destinations/destination.ts";
import { destinationStore } from "../rules/destinations/destination-store.ts";
import { rulesKey } from "../rules/topic-rule.ts";

export const listTopicRuleDestinations: IotOperation<"ListTopicRuleDestinations"> = async (input, context) => {
  const { maxResults = limits.pageSize, nextToken } = input;
  const after = fromPageToken(nextToken || undefined, invalidToken) ?? "";
  const all = await context.host.storage.partition(rulesKey(context)).read((tx) => destinationStore.list(tx));
  const wanted = all.filter(({ id }) => id > after);
  const page = wanted.slice(0, maxResults);
  return {
    destinationSummaries: page.map((destination) => {
      const { httpUrlProperties, ...summary } = toDestination(context, destination);
      return { ...summary, httpUrlSummary: httpUrlProperties };
    }),
    nextToken: wanted.length > page.length ? toPageToken(page.at(-1)?.id ?? "") : undefined,
  };
};
