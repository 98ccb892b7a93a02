import { deliveriesKind, toDelivery } from "../deliveries/delivery.ts";
import type { LogsOperation } from "../operation.ts";
import { recordPage } from "../records/record-page.ts";

/** The oldest first. */
export const describeDeliveries: LogsOperation<"DescribeDeliveries"> = async (input, context) => {
  const { records, nextToken } = await recordPage(context, deliveriesKind, input);
  return { deliveries: records.map((each) => toDelivery(context, each)), nextToken };
};
