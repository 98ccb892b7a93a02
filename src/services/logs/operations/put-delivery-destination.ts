import { destinationsKind, toDeliveryDestination, typeOfResource } from "../deliveries/delivery-destination.ts";
import { invalidDeliveryResource, invalidOutputFormat, limitExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import type { LogsOperation } from "../operation.ts";
import { type Named, recordStore, recordsKey } from "../records/record-store.ts";

/** Makes a destination, or replaces what it delivers to; its policy and tags stay. Whether the resource is there is found out by a delivery. */
export const putDeliveryDestination: LogsOperation<"PutDeliveryDestination"> = async (input, context) => {
  const { name = "", outputFormat, deliveryDestinationType: asked } = input;
  if (outputFormat !== undefined && !formats.includes(outputFormat)) throw invalidOutputFormat(outputFormat, formats);
  const resourceArn = input.deliveryDestinationConfiguration?.destinationResourceArn;
  if (resourceArn === undefined && asked !== "XRAY") throw invalidDeliveryResource();
  const type = resourceArn === undefined ? "XRAY" : typeOfResource(resourceArn);
  const modifiedMs = context.host.clock.nowMs();
  const stored = await context.host.storage.partition(recordsKey(context, destinationsKind)).write(async (tx) => {
    const known = await recordStore.find(tx, destinationsKind, name);
    if (!known && (await recordStore.list(tx, destinationsKind)).length >= limits.deliveryDestinations)
      throw limitExceeded();
    const tags = { ...known?.tags, ...input.tags };
    const policy = known?.policy;
    const createdMs = known ? (known.createdMs ?? 0) : modifiedMs;
    const facts = { type, resourceArn, outputFormat, policy, createdMs, tags };
    const record: Named<typeof destinationsKind> = { name, modifiedMs, ...facts };
    await recordStore.put(tx, destinationsKind, record);
    return record;
  });
  const { tags: _tags, ...deliveryDestination } = toDeliveryDestination(context, stored);
  return { deliveryDestination };
};

/** In the order in which AWS names them. */
const formats: readonly string[] = ["w3c", "raw", "json", "plain", "parquet"];
