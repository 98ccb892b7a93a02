import { sourcesKind, toDeliverySource } from "../deliveries/delivery-source.ts";
import { checkVended } from "../deliveries/vended-logs.ts";
import { limitExceeded, sourceHasOtherResource } from "../errors.ts";
import { limits } from "../limits.ts";
import type { LogsOperation } from "../operation.ts";
import { type Named, recordStore, recordsKey } from "../records/record-store.ts";

/** Names the logs of a resource, so that a delivery can lead them somewhere. Put again, it gets further tags. */
export const putDeliverySource: LogsOperation<"PutDeliverySource"> = async (input, context) => {
  const { name = "", resourceArn = "", logType = "" } = input;
  const service = checkVended(resourceArn, logType);
  const modifiedMs = context.host.clock.nowMs();
  const stored = await context.host.storage.partition(recordsKey(context, sourcesKind)).write(async (tx) => {
    const known = await recordStore.find(tx, sourcesKind, name);
    if (known && (known.resourceArn !== resourceArn || known.logType !== logType)) throw sourceHasOtherResource();
    if (!known && (await recordStore.list(tx, sourcesKind)).length >= limits.deliverySources) throw limitExceeded();
    const createdMs = known?.createdMs ?? modifiedMs;
    const tags = { ...known?.tags, ...input.tags };
    const record: Named<typeof sourcesKind> = { name, modifiedMs, resourceArn, service, logType, createdMs, tags };
    await recordStore.put(tx, sourcesKind, record);
    return record;
  });
  return { deliverySource: toDeliverySource(context, stored) };
};
