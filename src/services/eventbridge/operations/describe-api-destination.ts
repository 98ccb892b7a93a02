import { fail } from "../../../platform/aws-error.ts";
import { eventsKey } from "../buses/event-bus.ts";
import { apiDestinationStore } from "../connections/connection-store.ts";
import { toApiDestination } from "../connections/to-connection.ts";
import { apiDestinationNotFound } from "../errors.ts";
import type { EventsOperation } from "../operation.ts";

export const describeApiDestination: EventsOperation<"DescribeApiDestination"> = async (input, context) => {
  const { Name: name = "" } = input;
  const found = await context.host.storage
    .partition(eventsKey(context))
    .read((tx) => apiDestinationStore.find(tx, name));
  const destination = found ?? fail(apiDestinationNotFound("describe", name));
  return { ...toApiDestination(context, destination), Description: destination.description };
};
