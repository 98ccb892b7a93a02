import { destinationsKind, findDestination } from "../deliveries/delivery-destination.ts";
import type { LogsOperation } from "../operation.ts";
import { checkResourcePolicy } from "../records/check-resource-policy.ts";
import { recordStore, recordsKey } from "../records/record-store.ts";

/** Lets other accounts deliver to the destination. */
export const putDeliveryDestinationPolicy: LogsOperation<"PutDeliveryDestinationPolicy"> = async (input, context) => {
  const { deliveryDestinationName, deliveryDestinationPolicy: policy = "" } = input;
  checkResourcePolicy(policy);
  await context.host.storage.partition(recordsKey(context, destinationsKind)).write(async (tx) => {
    const known = await findDestination(tx, deliveryDestinationName);
    await recordStore.put(tx, destinationsKind, { ...known, policy });
  });
  return { policy: { deliveryDestinationPolicy: policy } };
};
