import { resourceTagConditions } from "../resource-tags.ts";
import type { AccessRules, OperationContext } from "../service.ts";
import { itemConditions } from "./access/item-conditions.ts";
import type { DynamoDb } from "./model.ts";
import { toStatementAccess } from "./partiql/statement-access.ts";
import type { DynamoDbState } from "./state.ts";
import { tableArn } from "./tables/table.ts";

/** Source: "Actions, resources, and condition keys for Amazon DynamoDB". */
export const accessRules: AccessRules<DynamoDb> = {
  prefix: "dynamodb",
  actions: { ExecuteStatement: ({ Statement }) => toStatementAccess(Statement).action },
  also: { CreateTable: { Tags: "dynamodb:TagResource" } },
  // Each part of a transaction, and each table of a batch, is asked for by itself.
  selfChecked: [
    "TransactWriteItems",
    "TransactGetItems",
    "BatchGetItem",
    "BatchWriteItem",
    "BatchExecuteStatement",
    "ExecuteTransaction",
  ],
  resource: (_operation, { TableName, IndexName, ResourceArn, BackupArn, SourceTableArn, SourceTableName }, at) => {
    if (typeof BackupArn === "string") return BackupArn;
    const source = SourceTableArn ?? SourceTableName;
    if (typeof source === "string") return toArn(source, at);
    if (typeof ResourceArn === "string") return ResourceArn;
    const table = typeof TableName === "string" ? toArn(TableName, at) : tableArn(at, "*");
    return typeof IndexName === "string" ? `${table}/index/${IndexName}` : table;
  },
  conditions: async (_operation, input, _host, at) => {
    const { TableName } = input;
    if (typeof TableName !== "string" || TableName.startsWith("arn:")) return {};
    const context = at as OperationContext<DynamoDbState>;
    const { account, region, state } = context;
    const table = await state.tables.find({ account, region, name: TableName });
    return table ? { ...resourceTagConditions(table.tags), ...itemConditions(input, table, context) } : {};
  },
};

/** A table is named by its name or its ARN. */
function toArn(name: string, at: OperationContext): string {
  return name.startsWith("arn:") ? name : tableArn(at, name);
}
