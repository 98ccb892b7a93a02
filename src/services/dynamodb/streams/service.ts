import { defineService } from "../../service.ts";
import { accessRules } from "./access-rules.ts";
import { operations } from "./generated/operations.ts";
import type { DynamoDbStreams } from "./model.ts";
import { createDynamoDbStreamsState, type DynamoDbStreamsState } from "./state.ts";

/** What has changed in tables, in order. It keeps nothing: the changes are the tables' own. */
export const dynamodbStreams = defineService<DynamoDbStreams, DynamoDbStreamsState>({
  name: "dynamodb-streams",
  migrations: [],
  access: accessRules,
  needsNoSpace: { DescribeStream: "reads", GetRecords: "reads", GetShardIterator: "reads", ListStreams: "reads" },
  create: createDynamoDbStreamsState,
  operations,
});
