import { checkUnused } from "../deliveries/delivery.ts";
import { destinationArn, destinationsKind, findDestination } from "../deliveries/delivery-destination.ts";
import type { LogsOperation } from "../operation.ts";
import { recordStore, recordsKey } from "../records/record-store.ts";

export const deleteDeliveryDestination: LogsOperation<"DeleteDeliveryDestination"> = async ({ name }, context) => {
  const arn = destinationArn(context, name ?? "");
  await checkUnused(context, "Destination", (delivery) => delivery.destinationArn === arn);
  await context.host.storage.partition(recordsKey(context, destinationsKind)).write(async (tx) => {
    await recordStore.remove(tx, (await findDestination(tx, name)).name);
  });
  return {};
};
