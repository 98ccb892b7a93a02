import { fail } from "../../../platform/aws-error.ts";
import { eventsKey } from "../buses/event-bus.ts";
import { setAuthorization } from "../connections/authorize-connection.ts";
import { connectionArn } from "../connections/connection.ts";
import { connectionStore } from "../connections/connection-store.ts";
import { toTimes } from "../connections/to-connection.ts";
import { connectionNotFound } from "../errors.ts";
import type { EventsOperation } from "../operation.ts";

/** Forgets the secrets: nothing is sent until it is updated. */
export const deauthorizeConnection: EventsOperation<"DeauthorizeConnection"> = async ({ Name: name = "" }, context) => {
  const { storage, clock } = context.host;
  const connection = await storage.partition(eventsKey(context)).write(async (tx) => {
    const former = (await connectionStore.find(tx, name)) ?? fail(connectionNotFound("deauthorize", name));
    const changed = { ...former, parameters: {}, state: "DEAUTHORIZED" as const, modifiedMs: clock.nowMs() };
    await connectionStore.put(tx, changed);
    await setAuthorization(tx, changed, clock.nowMs());
    return changed;
  });
  return {
    ConnectionArn: connectionArn(context, connection),
    ConnectionState: "DEAUTHORIZED",
    ...toTimes(connection),
    LastAuthorizedTime: new Date(connection.authorizedMs ?? 0),
  };
};
