import { checkUnused } from "../deliveries/delivery.ts";
import { findSource, sourcesKind } from "../deliveries/delivery-source.ts";
import type { LogsOperation } from "../operation.ts";
import { recordStore, recordsKey } from "../records/record-store.ts";

export const deleteDeliverySource: LogsOperation<"DeleteDeliverySource"> = async ({ name }, context) => {
  await checkUnused(context, "Source", ({ source }) => source === name);
  await context.host.storage.partition(recordsKey(context, sourcesKind)).write(async (tx) => {
    await recordStore.remove(tx, (await findSource(tx, name)).name);
  });
  return {};
};
