import { deliveriesKind, findDelivery, toDelivery } from "../deliveries/delivery.ts";
import type { LogsOperation } from "../operation.ts";
import { recordsKey } from "../records/record-store.ts";

export const getDelivery: LogsOperation<"GetDelivery"> = async ({ id }, context) => {
  const partition = context.host.storage.partition(recordsKey(context, deliveriesKind));
  return { delivery: toDelivery(context, await partition.read((tx) => findDelivery(tx, id))) };
};
