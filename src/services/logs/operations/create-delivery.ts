import { parseArn } from "../../../platform/arn.ts";
import { alphabets } from "../../../platform/random.ts";
import { deliveriesKind, toDelivery } from "../deliveries/delivery.ts";
import { destinationsKind, findDestination } from "../deliveries/delivery-destination.ts";
import { findSource, sourcesKind } from "../deliveries/delivery-source.ts";
import { deliveryDefaults } from "../deliveries/vended-logs.ts";
import {
  deliveryDestinationNotFound,
  deliveryExists,
  deliveryOfOtherAccount,
  limitExceeded,
  notOfS3Delivery,
} from "../errors.ts";
import { limits } from "../limits.ts";
import type { LogsOperation } from "../operation.ts";
import { type Named, recordStore, recordsKey } from "../records/record-store.ts";

/** Leads a source's logs to a destination. A source has one delivery to each type of destination. */
export const createDelivery: LogsOperation<"CreateDelivery"> = async (input, context) => {
  const { storage, clock, random } = context.host;
  const { deliverySourceName: sourceName, deliveryDestinationArn: destinationArn = "" } = input;
  const arn = parseArn(destinationArn);
  const destinationName = /^delivery-destination:([^:]+)$/.exec(arn?.resource ?? "")?.[1];
  if (!arn || destinationName === undefined) throw deliveryDestinationNotFound();
  if (arn.account !== context.account || arn.region !== context.region) throw deliveryOfOtherAccount();
  const source = await storage.partition(recordsKey(context, sourcesKind)).read((tx) => findSource(tx, sourceName));
  const { type } = await storage
    .partition(recordsKey(context, destinationsKind))
    .read((tx) => findDestination(tx, destinationName));
  const s3 = input.s3DeliveryConfiguration;
  if (type !== "S3" && s3 !== undefined) throw notOfS3Delivery("s3DeliveryConfiguration");
  const defaults = deliveryDefaults.get(source.service);
  const createdMs = clock.nowMs();
  const delivery: Named<typeof deliveriesKind> = {
    name: random.text(16, alphabets.base62),
    modifiedMs: createdMs,
    source: source.name,
    destinationArn,
    type,
    recordFields: input.recordFields ?? defaults?.recordFields,
    fieldDelimiter: input.fieldDelimiter,
    suffixPath: s3?.suffixPath ?? defaults?.suffixPath,
    isHiveCompatible: s3?.enableHiveCompatiblePath ?? false,
    createdMs,
    tags: { ...input.tags },
  };
  await storage.partition(recordsKey(context, deliveriesKind)).write(async (tx) => {
    const known = await recordStore.list(tx, deliveriesKind);
    if (known.some((other) => other.source === source.name && other.type === type)) throw deliveryExists(type);
    if (known.length >= limits.deliveries) throw limitExceeded();
    await recordStore.put(tx, deliveriesKind, delivery);
  });
  return { delivery: toDelivery(context, delivery) };
};
