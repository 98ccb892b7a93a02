import type { DynamoDbOperation } from "../operation.ts";
import { findTable } from "../tables/find-table.ts";

/** No table has any: EnableKinesisStreamingDestination refuses them. */
export const describeKinesisStreamingDestination: DynamoDbOperation<"DescribeKinesisStreamingDestination"> = async (
  { TableName },
  context,
) => {
  const { name } = await findTable(context, TableName);
  return { TableName: name, KinesisDataStreamDestinations: [] };
};
