import { fail } from "../../../platform/aws-error.ts";
import { eventsKey } from "../buses/event-bus.ts";
import { apiDestinationStore } from "../connections/connection-store.ts";
import { apiDestinationNotFound } from "../errors.ts";
import type { EventsOperation } from "../operation.ts";

export const deleteApiDestination: EventsOperation<"DeleteApiDestination"> = async ({ Name: name = "" }, context) => {
  await context.host.storage.partition(eventsKey(context)).write(async (tx) => {
    if (!(await apiDestinationStore.find(tx, name))) fail(apiDestinationNotFound("delete", name));
    await apiDestinationStore.remove(tx, name);
  });
  return {};
};
