import { busStore } from "../buses/bus-store.ts";
import { eventsKey } from "../buses/event-bus.ts";
import { cutPage, toPage } from "../buses/find-bus.ts";
import { toBus } from "../buses/to-bus.ts";
import type { EventsOperation } from "../operation.ts";

export const listEventBuses: EventsOperation<"ListEventBuses"> = async (input, context) => {
  const page = toPage(input, input.NamePrefix);
  const found = await context.host.storage.partition(eventsKey(context)).read((tx) => busStore.list(tx, page));
  const { items, NextToken } = cutPage(found, page, ({ name }) => name);
  return { EventBuses: items.map((bus) => toBus(context, bus)), NextToken };
};
