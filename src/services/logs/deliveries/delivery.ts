import { partitionOf } from "../../../platform/arn.ts";
import { fail } from "../../../platform/aws-error.ts";
import type { ReadTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import { deliveryNotFound, usedByDelivery } from "../errors.ts";
import type { LogsContext } from "../operation.ts";
import { type Named, recordStore, recordsKey } from "../records/record-store.ts";

export const deliveriesKind = "logs.deliveries";

/** `id` is the record's name. Throws ResourceNotFoundException. */
export async function findDelivery(tx: ReadTransaction, id: string | undefined): Promise<Named<typeof deliveriesKind>> {
  return (await recordStore.find(tx, deliveriesKind, id ?? "")) ?? fail(deliveryNotFound());
}

/** Throws ConflictException while a delivery has the source or the destination. */
export async function checkUnused(
  context: LogsContext,
  what: "Source" | "Destination",
  isOf: (delivery: Named<typeof deliveriesKind>) => boolean,
): Promise<void> {
  const partition = context.host.storage.partition(recordsKey(context, deliveriesKind));
  const all = await partition.read((tx) => recordStore.list(tx, deliveriesKind));
  if (all.some(isOf)) throw usedByDelivery(what);
}

export function deliveryArn({ account, region }: Place, id: string): string {
  return `arn:${partitionOf(region)}:logs:${region}:${account}:delivery:${id}`;
}

export function toDelivery(at: Place, delivery: Named<typeof deliveriesKind>) {
  const { name: id, type, recordFields, suffixPath, isHiveCompatible, tags } = delivery;
  return {
    id,
    arn: deliveryArn(at, id),
    deliverySourceName: delivery.source,
    deliveryDestinationArn: delivery.destinationArn,
    deliveryDestinationType: type,
    recordFields: recordFields && [...recordFields],
    fieldDelimiter: delivery.fieldDelimiter,
    ...(type === "S3" && { s3DeliveryConfiguration: { suffixPath, enableHiveCompatiblePath: isHiveCompatible } }),
    ...(Object.keys(tags).length > 0 && { tags }),
  };
}
