import { notSupported } from "../errors.ts";
import type { DynamoDbOperation } from "../operation.ts";
import { findTable } from "../tables/find-table.ts";

/** There is no Kinesis yet. */
export const enableKinesisStreamingDestination: DynamoDbOperation<"EnableKinesisStreamingDestination"> = async (
  { TableName },
  context,
) => {
  await findTable(context, TableName);
  throw notSupported("streaming to Kinesis: there is no Kinesis yet");
};
