import { destinationsKind, findDestination, toDeliveryDestination } from "../deliveries/delivery-destination.ts";
import type { LogsOperation } from "../operation.ts";
import { recordsKey } from "../records/record-store.ts";

export const getDeliveryDestination: LogsOperation<"GetDeliveryDestination"> = async ({ name }, context) => {
  const partition = context.host.storage.partition(recordsKey(context, destinationsKind));
  const found = await partition.read((tx) => findDestination(tx, name));
  return { deliveryDestination: toDeliveryDestination(context, found) };
};
