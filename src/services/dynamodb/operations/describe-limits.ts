import type { DynamoDbOperation } from "../operation.ts";

/** The account's quotas. Source: "Quotas in Amazon DynamoDB", *Read/write throughput*. */
export const describeLimits: DynamoDbOperation<"DescribeLimits"> = async () => ({
  AccountMaxReadCapacityUnits: 80_000,
  AccountMaxWriteCapacityUnits: 80_000,
  TableMaxReadCapacityUnits: 40_000,
  TableMaxWriteCapacityUnits: 40_000,
});
