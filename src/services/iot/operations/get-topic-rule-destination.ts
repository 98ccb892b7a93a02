import { resourceNotFound } from "../errors.ts";
import type { IotOperation } from "../operation.ts";
import { destinationIdOf, toDestination } from "../rules/destinations/destination.ts";
import { destinationStore } from "../rules/destinations/destination-store.ts";
import { rulesKey } from "../rules/topic-rule.ts";

export const getTopicRuleDestination: IotOperation<"GetTopicRuleDestination"> = async ({ arn }, context) => {
  const partition = context.host.storage.partition(rulesKey(context));
  const destination = await partition.read((tx) => destinationStore.find(tx, destinationIdOf(arn)));
  if (!destination) throw resourceNotFound(`Destination ${arn} not found.`);
  return { topicRuleDestination: toDestination(context, destination) };
};
