import { eventsKey } from "../buses/event-bus.ts";
import { cutPage, toPage } from "../buses/find-bus.ts";
import { connectionStore } from "../connections/connection-store.ts";
import { toConnection } from "../connections/to-connection.ts";
import type { EventsOperation } from "../operation.ts";

export const listConnections: EventsOperation<"ListConnections"> = async (input, context) => {
  const page = toPage(input, input.NamePrefix);
  const found = await context.host.storage.partition(eventsKey(context)).read((tx) => connectionStore.list(tx, page));
  const { items, NextToken } = cutPage(found, page, ({ name }) => name);
  const shown = items.map((connection) => toConnection(context, connection));
  return {
    Connections: shown.filter(({ ConnectionState }) => (input.ConnectionState ?? ConnectionState) === ConnectionState),
    NextToken,
  };
};
