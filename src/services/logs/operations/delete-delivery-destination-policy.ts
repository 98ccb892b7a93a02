import { destinationsKind, findDestination } from "../deliveries/delivery-destination.ts";
import type { LogsOperation } from "../operation.ts";
import { recordStore, recordsKey } from "../records/record-store.ts";

export const deleteDeliveryDestinationPolicy: LogsOperation<"DeleteDeliveryDestinationPolicy"> = async (
  { deliveryDestinationName },
  context,
) => {
  await context.host.storage.partition(recordsKey(context, destinationsKind)).write(async (tx) => {
    const known = await findDestination(tx, deliveryDestinationName);
    await recordStore.put(tx, destinationsKind, { ...known, policy: undefined });
  });
  return {};
};
