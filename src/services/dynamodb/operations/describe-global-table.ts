import { globalTableNotFound } from "../errors.ts";
import type { DynamoDbOperation } from "../operation.ts";

/** There are none: CreateGlobalTable refuses them. */
export const describeGlobalTable: DynamoDbOperation<"DescribeGlobalTable"> = async ({ GlobalTableName: name = "" }) => {
  throw globalTableNotFound(name);
};
