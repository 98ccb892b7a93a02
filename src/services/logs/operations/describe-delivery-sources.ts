import { sourcesKind, toDeliverySource } from "../deliveries/delivery-source.ts";
import type { LogsOperation } from "../operation.ts";
import { recordPage } from "../records/record-page.ts";

/** The oldest first. */
export const describeDeliverySources: LogsOperation<"DescribeDeliverySources"> = async (input, context) => {
  const { records, nextToken } = await recordPage(context, sourcesKind, input);
  return { deliverySources: records.map((each) => toDeliverySource(context, each)), nextToken };
};
