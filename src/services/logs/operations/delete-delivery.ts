import { deliveriesKind, findDelivery } from "../deliveries/delivery.ts";
import type { LogsOperation } from "../operation.ts";
import { recordStore, recordsKey } from "../records/record-store.ts";

/** Its source and destination stay. */
export const deleteDelivery: LogsOperation<"DeleteDelivery"> = async ({ id }, context) => {
  await context.host.storage.partition(recordsKey(context, deliveriesKind)).write(async (tx) => {
    await recordStore.remove(tx, (await findDelivery(tx, id)).name);
  });
  return {};
};
