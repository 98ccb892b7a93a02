import { findSource, sourcesKind, toDeliverySource } from "../deliveries/delivery-source.ts";
import type { LogsOperation } from "../operation.ts";
import { recordsKey } from "../records/record-store.ts";

export const getDeliverySource: LogsOperation<"GetDeliverySource"> = async ({ name }, context) => {
  const partition = context.host.storage.partition(recordsKey(context, sourcesKind));
  return { deliverySource: toDeliverySource(context, await partition.read((tx) => findSource(tx, name))) };
};
