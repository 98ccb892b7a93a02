import { fail } from "../../../platform/aws-error.ts";
import { eventsKey } from "../buses/event-bus.ts";
import { secretArn } from "../connections/connection.ts";
import { connectionStore } from "../connections/connection-store.ts";
import { toAuthParameters, toConnection } from "../connections/to-connection.ts";
import { connectionNotFound } from "../errors.ts";
import type { EventsOperation } from "../operation.ts";

export const describeConnection: EventsOperation<"DescribeConnection"> = async ({ Name: name = "" }, context) => {
  const found = await context.host.storage.partition(eventsKey(context)).read((tx) => connectionStore.find(tx, name));
  const connection = found ?? fail(connectionNotFound("describe", name));
  return {
    ...toConnection(context, connection),
    Description: connection.description,
    SecretArn: secretArn(context, connection),
    AuthParameters: toAuthParameters(connection),
  };
};
