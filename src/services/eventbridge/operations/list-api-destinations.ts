import { eventsKey } from "../buses/event-bus.ts";
import { cutPage, toPage } from "../buses/find-bus.ts";
import { apiDestinationStore, connectionOf } from "../connections/connection-store.ts";
import { toApiDestination } from "../connections/to-connection.ts";
import type { EventsOperation } from "../operation.ts";

export const listApiDestinations: EventsOperation<"ListApiDestinations"> = async (input, context) => {
  const page = toPage(input, input.NamePrefix);
  return context.host.storage.partition(eventsKey(context)).read(async (tx) => {
    const { items, NextToken } = cutPage(await apiDestinationStore.list(tx, page), page, ({ name }) => name);
    const ApiDestinations = [];
    for (const destination of items)
      if ((input.ConnectionArn ?? destination.connectionArn) === destination.connectionArn)
        ApiDestinations.push(toApiDestination(context, destination, await connectionOf(tx, destination)));
    return { ApiDestinations, NextToken };
  });
};
