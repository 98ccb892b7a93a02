import { fail } from "../../../platform/aws-error.ts";
import { eventsKey } from "../buses/event-bus.ts";
import { apiDestinationStore, connectionOf } from "../connections/connection-store.ts";
import { toApiDestination } from "../connections/to-connection.ts";
import { apiDestinationNotFound } from "../errors.ts";
import type { EventsOperation } from "../operation.ts";

export const describeApiDestination: EventsOperation<"DescribeApiDestination"> = async (input, context) => {
  const { Name: name = "" } = input;
  return context.host.storage.partition(eventsKey(context)).read(async (tx) => {
    const destination = (await apiDestinationStore.find(tx, name)) ?? fail(apiDestinationNotFound("describe", name));
    const connection = await connectionOf(tx, destination);
    return { ...toApiDestination(context, destination, connection), Description: destination.description };
  });
};
