import { eventsKey } from "../buses/event-bus.ts";
import { checkEndpoint } from "../connections/check-connection.ts";
import { type ApiDestination, apiDestinationArn, connectionArn, nameOf } from "../connections/connection.ts";
import { apiDestinationStore, connectionStore } from "../connections/connection-store.ts";
import { toApiDestinationState, toTimes } from "../connections/to-connection.ts";
import { apiDestinationExists, connectionNotFound, limitExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import type { EventsOperation } from "../operation.ts";

/** An API outside that rules send to, with the connection that proves who calls. */
export const createApiDestination: EventsOperation<"CreateApiDestination"> = async (input, context) => {
  const { Name: name = "", ConnectionArn = "", InvocationEndpoint: endpoint = "", HttpMethod = "POST" } = input;
  checkEndpoint(endpoint, "InvocationEndpoint");
  const { storage, clock, random } = context.host;
  const nowMs = clock.nowMs();
  const destination: ApiDestination = {
    name,
    id: random.uuid(),
    description: input.Description,
    connectionArn: ConnectionArn,
    endpoint,
    method: HttpMethod,
    ratePerSecond: input.InvocationRateLimitPerSecond,
    createdMs: nowMs,
    modifiedMs: nowMs,
  };
  const connection = await storage.partition(eventsKey(context)).write(async (tx) => {
    const connection = await connectionStore.find(tx, nameOf(ConnectionArn) ?? "");
    if (!connection || connectionArn(context, connection) !== ConnectionArn)
      throw connectionNotFound("describe", nameOf(ConnectionArn) ?? "");
    if (await apiDestinationStore.find(tx, name)) throw apiDestinationExists(name);
    if ((await apiDestinationStore.count(tx)) >= limits.apiDestinations) throw limitExceeded();
    await apiDestinationStore.put(tx, destination);
    return connection;
  });
  return {
    ApiDestinationArn: apiDestinationArn(context, destination),
    ApiDestinationState: toApiDestinationState(connection),
    ...toTimes(destination),
  };
};
