import { deliveriesKind, findDelivery } from "../deliveries/delivery.ts";
import { notOfS3Delivery } from "../errors.ts";
import type { LogsOperation } from "../operation.ts";
import { recordStore, recordsKey } from "../records/record-store.ts";

/** What is left out stays as it is. */
export const updateDeliveryConfiguration: LogsOperation<"UpdateDeliveryConfiguration"> = async (input, context) => {
  const { id, recordFields, fieldDelimiter, s3DeliveryConfiguration: s3 } = input;
  const modifiedMs = context.host.clock.nowMs();
  await context.host.storage.partition(recordsKey(context, deliveriesKind)).write(async (tx) => {
    const known = await findDelivery(tx, id);
    if (known.type !== "S3" && s3 !== undefined) throw notOfS3Delivery("s3DeliveryConfiguration");
    await recordStore.put(tx, deliveriesKind, {
      ...known,
      modifiedMs,
      recordFields: recordFields ?? known.recordFields,
      fieldDelimiter: fieldDelimiter ?? known.fieldDelimiter,
      suffixPath: s3?.suffixPath ?? known.suffixPath,
      isHiveCompatible: s3?.enableHiveCompatiblePath ?? known.isHiveCompatible,
    });
  });
  return {};
};
