import { eventsKey } from "../buses/event-bus.ts";
import { cutPage, toPage } from "../buses/find-bus.ts";
import { apiDestinationStore } from "../connections/connection-store.ts";
import { toApiDestination } from "../connections/to-connection.ts";
import type { EventsOperation } from "../operation.ts";

export const listApiDestinations: EventsOperation<"ListApiDestinations"> = async (input, context) => {
  const page = toPage(input, input.NamePrefix);
  const found = await context.host.storage
    .partition(eventsKey(context))
    .read((tx) => apiDestinationStore.list(tx, page));
  const { items, NextToken } = cutPage(found, page, ({ name }) => name);
  const shown = items.map((destination) => toApiDestination(context, destination));
  return {
    ApiDestinations: shown.filter(({ ConnectionArn }) => (input.ConnectionArn ?? ConnectionArn) === ConnectionArn),
    NextToken,
  };
};
