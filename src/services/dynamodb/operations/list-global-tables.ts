import type { DynamoDbOperation } from "../operation.ts";

/** There are none: CreateGlobalTable refuses them. */
export const listGlobalTables: DynamoDbOperation<"ListGlobalTables"> = async () => ({ GlobalTables: [] });
