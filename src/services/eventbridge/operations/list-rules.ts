import { eventsKey } from "../buses/event-bus.ts";
import { cutPage, findBus, toPage } from "../buses/find-bus.ts";
import type { EventsOperation } from "../operation.ts";
import { ruleStore } from "../rules/rule-store.ts";
import { toRule } from "../rules/to-rule.ts";

export const listRules: EventsOperation<"ListRules"> = async (input, context) => {
  const bus = await findBus(context, input.EventBusName);
  const page = toPage(input, input.NamePrefix);
  const found = await context.host.storage.partition(eventsKey(bus)).read((tx) => ruleStore.list(tx, bus.bus, page));
  const { items, NextToken } = cutPage(found, page, ({ name }) => name);
  return { Rules: items.map((rule) => toRule(bus, rule)), NextToken };
};
