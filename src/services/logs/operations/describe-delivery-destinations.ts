import { fromPageToken, toPageToken } from "../../page-token.ts";
import { destinationsKind, toDeliveryDestination } from "../deliveries/delivery-destination.ts";
import { invalidToken } from "../errors.ts";
import { limits } from "../limits.ts";
import type { LogsOperation } from "../operation.ts";
import { recordStore, recordsKey } from "../records/record-store.ts";

/** By name. An account has at most a thousand. */
export const describeDeliveryDestinations: LogsOperation<"DescribeDeliveryDestinations"> = async (input, context) => {
  const after = fromPageToken(input.nextToken, invalidToken) ?? "";
  const limit = input.limit ?? limits.describePage;
  const partition = context.host.storage.partition(recordsKey(context, destinationsKind));
  const all = await partition.read((tx) => recordStore.list(tx, destinationsKind));
  const behind = all.filter(({ name }) => name > after);
  const page = behind.slice(0, limit);
  const last = page.at(-1);
  return {
    deliveryDestinations: page.map((each) => toDeliveryDestination(context, each)),
    nextToken: last && behind.length > limit ? toPageToken(last.name) : undefined,
  };
};
