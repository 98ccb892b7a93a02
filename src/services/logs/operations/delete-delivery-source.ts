import { fail } from "../../../platform/aws-error.ts";
import { checkUnused } from "../deliveries/delivery.ts";
import { sourcesKind } from "../deliveries/delivery-source.ts";
import { noDeliverySourceToDelete } from "../errors.ts";
import type { LogsOperation } from "../operation.ts";
import { recordStore, recordsKey } from "../records/record-store.ts";

export const deleteDeliverySource: LogsOperation<"DeleteDeliverySource"> = async ({ name }, context) => {
  await checkUnused(context, "Source", ({ source }) => source === name);
  await context.host.storage.partition(recordsKey(context, sourcesKind)).write(async (tx) => {
    const source = (await recordStore.find(tx, sourcesKind, name ?? "")) ?? fail(noDeliverySourceToDelete());
    await recordStore.remove(tx, source.name);
  });
  return {};
};
