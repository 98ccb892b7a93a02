import { eventsKey } from "../buses/event-bus.ts";
import { setAuthorization } from "../connections/authorize-connection.ts";
import { checkAuthParameters } from "../connections/check-connection.ts";
import { type AuthorizationType, type Connection, connectionArn, firstState } from "../connections/connection.ts";
import { connectionStore } from "../connections/connection-store.ts";
import { toTimes } from "../connections/to-connection.ts";
import { connectionExists, limitExceeded, notSupported } from "../errors.ts";
import { limits } from "../limits.ts";
import type { EventsOperation } from "../operation.ts";

/** How an API destination is to prove who calls. Its secrets are kept with it: no operation gives them out. */
export const createConnection: EventsOperation<"CreateConnection"> = async (input, context) => {
  const { Name: name = "", Description, AuthorizationType: type = "BASIC", AuthParameters = {} } = input;
  if (input.InvocationConnectivityParameters) throw notSupported("InvocationConnectivityParameters");
  if (input.KmsKeyIdentifier) throw notSupported("KmsKeyIdentifier of connections");
  const parameters = AuthParameters as Connection["parameters"];
  checkAuthParameters(type as AuthorizationType, parameters);
  const { storage, clock, random } = context.host;
  const nowMs = clock.nowMs();
  const connection: Connection = {
    name,
    id: random.uuid(),
    secretId: `${random.uuid()}-${random.uuid().slice(0, 6)}`,
    description: Description,
    type: type as AuthorizationType,
    parameters,
    createdMs: nowMs,
    modifiedMs: nowMs,
    ...firstState(type as AuthorizationType, nowMs),
  };
  await storage.partition(eventsKey(context)).write(async (tx) => {
    if (await connectionStore.find(tx, name)) throw connectionExists(name);
    if ((await connectionStore.count(tx)) >= limits.connections) throw limitExceeded();
    await connectionStore.put(tx, connection);
    await setAuthorization(tx, connection, nowMs);
  });
  return {
    ConnectionArn: connectionArn(context, connection),
    ConnectionState: connection.state,
    ...toTimes(connection),
  };
};
