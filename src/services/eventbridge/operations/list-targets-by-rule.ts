import { eventsKey } from "../buses/event-bus.ts";
import { cutPage, toPage } from "../buses/find-bus.ts";
import type { EventsOperation } from "../operation.ts";
import { findRule } from "../rules/find-rule.ts";
import { targetStore } from "../targets/target-store.ts";

export const listTargetsByRule: EventsOperation<"ListTargetsByRule"> = async (input, context) => {
  const rule = await findRule(context, input.EventBusName, input.Rule ?? "");
  const page = toPage(input);
  const all = await context.host.storage
    .partition(eventsKey(rule))
    .read((tx) => targetStore.list(tx, rule.bus, rule.name));
  const from = all.findIndex(({ Id }) => Id === page.after) + 1;
  const found = all.slice(from, from + page.limit);
  const { items, NextToken } = cutPage(found, page, ({ Id }) => Id);
  return { Targets: [...items], NextToken };
};
