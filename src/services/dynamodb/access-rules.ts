import { parseArn } from "../../platform/arn.ts";
import { resourceTagConditions } from "../resource-tags.ts";
import type { AccessRules, OperationContext } from "../service.ts";
import { itemConditions } from "./access/item-conditions.ts";
import { statementConditions } from "./access/statement-conditions.ts";
import type { DynamoDb } from "./model.ts";
import { toStatementAccess } from "./partiql/statement-access.ts";
import type { DynamoDbState } from "./state.ts";
import type { KnownTable } from "./tables/known-table.ts";
import { tableArn } from "./tables/table.ts";

/** Source: "Actions, resources, and condition keys for Amazon DynamoDB". */
export const accessRules: AccessRules<DynamoDb> = {
  prefix: "dynamodb",
  actions: { ExecuteStatement: ({ Statement }) => toStatementAccess(Statement).action },
  also: {
    CreateTable: { Tags: "dynamodb:TagResource", ResourcePolicy: "dynamodb:PutResourcePolicy" },
    RestoreTableFromBackup: { TargetTableName: toRestoreInto },
    RestoreTableToPointInTime: { TargetTableName: toRestoreInto },
  },
  // Each part of a transaction, and each table of a batch, is asked for by itself.
  selfChecked: [
    "TransactWriteItems",
    "TransactGetItems",
    "BatchGetItem",
    "BatchWriteItem",
    "BatchExecuteStatement",
    "ExecuteTransaction",
  ],
  resource: (operation, input, at) => {
    const { TableName, IndexName, ResourceArn, BackupArn, ExportArn, ImportArn, SourceTableArn, SourceTableName } =
      withSource(input);
    if (operation === "ListImports") return "*";
    const own = BackupArn ?? ExportArn ?? ImportArn ?? input.TableArn;
    if (typeof own === "string") return own;
    const source = SourceTableArn ?? SourceTableName;
    if (typeof source === "string") return toArn(source, at);
    if (typeof ResourceArn === "string") return ResourceArn;
    const name = TableName ?? (input.TableCreationParameters as Named | undefined)?.TableName;
    const table = typeof name === "string" ? toArn(name, at) : tableArn(at, "*");
    return typeof IndexName === "string" ? `${table}/index/${IndexName}` : table;
  },
  resourcePolicy: async (_operation, input, at) => (await tableOf(input, at))?.policy?.document,
  conditions: async (operation, input, _host, at) => {
    const { state } = at as OperationContext<DynamoDbState>;
    const table = await tableOf(input, at as OperationContext);
    if (!table) return {};
    const ofItems =
      input.Statement === undefined
        ? itemConditions(operation, input, table, state)
        : statementConditions(input, table, state);
    return { ...resourceTagConditions(table.tags), ...ofItems };
  },
};

interface Named {
  readonly TableName?: unknown;
}

/** A statement names its table and index itself. */
function withSource(input: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (input.Statement === undefined) return input;
  const { table, index } = toStatementAccess(input.Statement);
  return { ...input, TableName: table, IndexName: index };
}

async function tableOf(
  input: Readonly<Record<string, unknown>>,
  at: OperationContext,
): Promise<KnownTable | undefined> {
  const { TableName, ResourceArn } = withSource(input);
  const given = TableName ?? ResourceArn;
  const arn = typeof given === "string" ? parseArn(toArn(given, at)) : undefined;
  const name = arn?.resource.split("/")[1];
  if (!arn || name === undefined) return undefined;
  return (at as OperationContext<DynamoDbState>).state.tables.find({ account: arn.account, region: arn.region, name });
}

/** A table is named by its name or its ARN. */
function toArn(name: string, at: OperationContext): string {
  return name.startsWith("arn:") ? name : tableArn(at, name);
}

/** Who restores a table has its items written into the new one. Source: the same page, *Dependent actions*. */
function toRestoreInto(target: unknown, _input: unknown, at: OperationContext) {
  const resource = tableArn(at, String(target));
  return itemActions.map((action) => ({ action: `dynamodb:${action}`, resource }));
}

const itemActions = ["BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem"] as const;
