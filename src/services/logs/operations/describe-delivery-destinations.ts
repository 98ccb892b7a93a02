import { destinationsKind, toDeliveryDestination } from "../deliveries/delivery-destination.ts";
import type { LogsOperation } from "../operation.ts";
import { recordPage } from "../records/record-page.ts";

/** The oldest first. An account has at most a thousand. */
export const describeDeliveryDestinations: LogsOperation<"DescribeDeliveryDestinations"> = async (input, context) => {
  const { records, nextToken } = await recordPage(context, destinationsKind, input);
  return { deliveryDestinations: records.map((each) => toDeliveryDestination(context, each)), nextToken };
};
