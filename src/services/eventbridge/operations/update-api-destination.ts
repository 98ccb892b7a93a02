import { fail } from "../../../platform/aws-error.ts";
import { eventsKey } from "../buses/event-bus.ts";
import { checkEndpoint } from "../connections/check-connection.ts";
import { type ApiDestination, apiDestinationArn, connectionArn, nameOf } from "../connections/connection.ts";
import { apiDestinationStore, connectionOf, connectionStore } from "../connections/connection-store.ts";
import { toApiDestinationState, toTimes } from "../connections/to-connection.ts";
import { apiDestinationNotFound, connectionNotFound } from "../errors.ts";
import type { EventsOperation } from "../operation.ts";

/** What is not given stays as it is. */
export const updateApiDestination: EventsOperation<"UpdateApiDestination"> = async (input, context) => {
  const { Name: name = "", ConnectionArn, InvocationEndpoint: endpoint } = input;
  if (endpoint !== undefined) checkEndpoint(endpoint, "InvocationEndpoint");
  const { storage, clock } = context.host;
  const { destination, connection } = await storage.partition(eventsKey(context)).write(async (tx) => {
    const former = (await apiDestinationStore.find(tx, name)) ?? fail(apiDestinationNotFound("update", name));
    if (ConnectionArn !== undefined) {
      const connection = await connectionStore.find(tx, nameOf(ConnectionArn) ?? "");
      if (!connection || connectionArn(context, connection) !== ConnectionArn)
        throw connectionNotFound("describe", nameOf(ConnectionArn) ?? "");
    }
    const changed: ApiDestination = {
      ...former,
      description: input.Description ?? former.description,
      connectionArn: ConnectionArn ?? former.connectionArn,
      endpoint: endpoint ?? former.endpoint,
      method: input.HttpMethod ?? former.method,
      ratePerSecond: input.InvocationRateLimitPerSecond ?? former.ratePerSecond,
      modifiedMs: clock.nowMs(),
    };
    await apiDestinationStore.put(tx, changed);
    return { destination: changed, connection: await connectionOf(tx, changed) };
  });
  return {
    ApiDestinationArn: apiDestinationArn(context, destination),
    ApiDestinationState: toApiDestinationState(connection),
    ...toTimes(destination),
  };
};
