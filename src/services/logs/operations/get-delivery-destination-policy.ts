import { destinationsKind, findDestination } from "../deliveries/delivery-destination.ts";
import type { LogsOperation } from "../operation.ts";
import { recordsKey } from "../records/record-store.ts";

/** Without a policy the answer has an empty one. */
export const getDeliveryDestinationPolicy: LogsOperation<"GetDeliveryDestinationPolicy"> = async (input, context) => {
  const partition = context.host.storage.partition(recordsKey(context, destinationsKind));
  const { policy } = await partition.read((tx) => findDestination(tx, input.deliveryDestinationName));
  return { policy: policy === undefined ? {} : { deliveryDestinationPolicy: policy } };
};
