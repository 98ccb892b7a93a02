import type { IotOperation } from "../operation.ts";
import { destinationIdOf } from "../rules/destinations/destination.ts";
import { destinationStore } from "../rules/destinations/destination-store.ts";
import { rulesKey } from "../rules/topic-rule.ts";

/** Rules that send to it are not asked: their actions fail from now on. */
export const deleteTopicRuleDestination: IotOperation<"DeleteTopicRuleDestination"> = async ({ arn }, context) => {
  await context.host.storage
    .partition(rulesKey(context))
    .write((tx) => destinationStore.remove(tx, destinationIdOf(arn)));
  return {};
};
