import { fail } from "../../../platform/aws-error.ts";
import { eventsKey } from "../buses/event-bus.ts";
import { setAuthorization } from "../connections/authorize-connection.ts";
import { checkAuthParameters } from "../connections/check-connection.ts";
import { type AuthorizationType, type Connection, connectionArn, firstState } from "../connections/connection.ts";
import { connectionStore } from "../connections/connection-store.ts";
import { toTimes } from "../connections/to-connection.ts";
import { connectionNotFound, notSupported } from "../errors.ts";
import type { EventsOperation } from "../operation.ts";

/** What is not given stays as it is; of authorization parameters, each member by itself. */
export const updateConnection: EventsOperation<"UpdateConnection"> = async (input, context) => {
  const { Name: name = "", Description, AuthorizationType: type, AuthParameters } = input;
  if (input.InvocationConnectivityParameters) throw notSupported("InvocationConnectivityParameters");
  if (input.KmsKeyIdentifier) throw notSupported("KmsKeyIdentifier of connections");
  const { storage, clock } = context.host;
  const connection = await storage.partition(eventsKey(context)).write(async (tx) => {
    const former = (await connectionStore.find(tx, name)) ?? fail(connectionNotFound("update", name));
    const isSameType = type === undefined || type === former.type;
    const given = (AuthParameters ?? {}) as Connection["parameters"];
    const nowMs = clock.nowMs();
    const changed: Connection = {
      ...former,
      description: Description ?? former.description,
      type: (type ?? former.type) as AuthorizationType,
      parameters: isSameType ? merge(former.parameters, given) : given,
      modifiedMs: nowMs,
      ...firstState((type ?? former.type) as AuthorizationType, nowMs),
    };
    checkAuthParameters(changed.type, changed.parameters);
    await connectionStore.put(tx, changed);
    await setAuthorization(tx, changed, nowMs);
    return changed;
  });
  return {
    ConnectionArn: connectionArn(context, connection),
    ConnectionState: connection.state,
    ...toTimes(connection),
    LastAuthorizedTime: connection.authorizedMs === undefined ? undefined : new Date(connection.authorizedMs),
  };
};

function merge<T extends object>(former: T, given: T): T {
  const entries = Object.entries(given).map(([name, value]) => {
    const before = (former as Record<string, unknown>)[name];
    const areObjects = [before, value].every((one) => typeof one === "object" && one !== null && !Array.isArray(one));
    return [name, areObjects ? merge(before as object, value as object) : value];
  });
  return { ...former, ...Object.fromEntries(entries) } as T;
}
