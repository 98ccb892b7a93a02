import type { DynamoDbOperation } from "../operation.ts";
import { findTable } from "../tables/find-table.ts";

/** Whether items have a time to live, and which attribute tells it. */
export const describeTimeToLive: DynamoDbOperation<"DescribeTimeToLive"> = async ({ TableName }, context) => {
  const { timeToLive } = await findTable(context, TableName);
  return {
    TimeToLiveDescription: timeToLive
      ? { TimeToLiveStatus: "ENABLED", AttributeName: timeToLive.attribute }
      : { TimeToLiveStatus: "DISABLED" },
  };
};
