import { fail } from "../../../platform/aws-error.ts";
import { eventsKey } from "../buses/event-bus.ts";
import { authorizeTimer } from "../connections/authorize-connection.ts";
import { connectionArn } from "../connections/connection.ts";
import { connectionStore } from "../connections/connection-store.ts";
import { toTimes } from "../connections/to-connection.ts";
import { connectionNotFound } from "../errors.ts";
import type { EventsOperation } from "../operation.ts";

export const deleteConnection: EventsOperation<"DeleteConnection"> = async ({ Name: name = "" }, context) => {
  const connection = await context.host.storage.partition(eventsKey(context)).write(async (tx) => {
    const found = (await connectionStore.find(tx, name)) ?? fail(connectionNotFound("delete", name));
    await connectionStore.remove(tx, name);
    await tx.cancelTimer(authorizeTimer, name);
    return found;
  });
  return {
    ConnectionArn: connectionArn(context, connection),
    ConnectionState: "DELETING",
    ...toTimes(connection),
    LastAuthorizedTime: new Date(connection.authorizedMs ?? 0),
  };
};
