import { eventsKey } from "../buses/event-bus.ts";
import { cutPage, findBus, toPage } from "../buses/find-bus.ts";
import type { EventsOperation } from "../operation.ts";
import { targetStore } from "../targets/target-store.ts";

export const listRuleNamesByTarget: EventsOperation<"ListRuleNamesByTarget"> = async (input, context) => {
  const bus = await findBus(context, input.EventBusName);
  const page = toPage(input);
  const found = await context.host.storage
    .partition(eventsKey(bus))
    .read((tx) => targetStore.rulesOf(tx, input.TargetArn ?? "", bus.bus, page.after, page.limit));
  const { items, NextToken } = cutPage(found, page, (name) => name);
  return { RuleNames: [...items], NextToken };
};
