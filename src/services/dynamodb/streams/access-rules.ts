import { resourceTagConditions } from "../../resource-tags.ts";
import type { AccessRules, OperationContext } from "../../service.ts";
import { tableArn } from "../tables/table.ts";
import type { DynamoDbStreams } from "./model.ts";
import { fromStreamArn } from "./shards/stream.ts";
import type { DynamoDbStreamsState } from "./state.ts";

/** Source: "Actions, resources, and condition keys for Amazon DynamoDB". */
export const accessRules: AccessRules<DynamoDbStreams> = {
  prefix: "dynamodb",
  resource: (operation, input, at) => {
    if (operation !== "ListStreams") return streamOf(input) ?? `${tableArn(at, "*")}/stream/*`;
    return typeof input.TableName === "string" ? `${tableArn(at, input.TableName)}/stream/*` : "*";
  },
  conditions: async (_operation, input, _host, at) => {
    const named = fromStreamArn(streamOf(input));
    if (!named) return {};
    const table = await (at as OperationContext<DynamoDbStreamsState>).state.tables.find(named);
    return table ? resourceTagConditions(table.tags) : {};
  },
};

/** An iterator begins with the stream's ARN. */
function streamOf({ StreamArn, ShardIterator }: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof StreamArn === "string") return StreamArn;
  return typeof ShardIterator === "string" ? ShardIterator.split("|")[0] : undefined;
}
