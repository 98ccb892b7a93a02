import {
  DescribeTableCommand,
  DynamoDBClient,
  type KeySchemaElement,
  ListTablesCommand,
  paginateListTables,
  type TableDescription,
} from "@aws-sdk/client-dynamodb";
import { type Live, useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";

/** More than a page shows; and of how many the list reads the description, each by a call. */
const mostTables = 2_500;
const mostDescribed = 200;

export function useTables(): Live<readonly TableDescription[]> {
  const client = useClient(DynamoDBClient);
  return useLive(
    "dynamodb/tables",
    async (abortSignal) => {
      const names: string[] = [];
      for await (const { TableNames = [] } of paginateListTables({ client }, {})) {
        abortSignal.throwIfAborted();
        names.push(...TableNames);
        if (names.length >= mostTables) break;
      }
      return Promise.all(
        names.map(async (TableName, index): Promise<TableDescription> => {
          if (index >= mostDescribed) return { TableName };
          // One that has gone in between is shown without its description, and not at the next reading.
          return describe(client, TableName, abortSignal).catch(() => ({ TableName }));
        }),
      );
    },
    { everyMs: (tables) => ((tables?.length ?? 0) > 20 ? 5_000 : 900) },
  );
}

export function useTable(name: string, enabled = true): Live<TableDescription> {
  const client = useClient(DynamoDBClient);
  return useLive(`dynamodb/table/${name}`, (abortSignal) => describe(client, name, abortSignal), { enabled });
}

export function useTableNames(): Live<readonly string[]> {
  const client = useClient(DynamoDBClient);
  return useLive(
    "dynamodb/table-names",
    async (abortSignal) => {
      const { TableNames = [] } = await client.send(new ListTablesCommand({}), { abortSignal });
      return TableNames;
    },
    { everyMs: 5_000 },
  );
}

async function describe(
  client: DynamoDBClient,
  TableName: string,
  abortSignal: AbortSignal,
): Promise<TableDescription> {
  const { Table = {} } = await client.send(new DescribeTableCommand({ TableName }), { abortSignal });
  return Table;
}

/** "id (String)": the attributes of a key of that kind. */
export function keyText(
  schema: readonly KeySchemaElement[] | undefined,
  kind: "HASH" | "RANGE",
  { AttributeDefinitions = [] }: Pick<TableDescription, "AttributeDefinitions">,
): string {
  const names = (schema ?? []).filter(({ KeyType }) => KeyType === kind).map(({ AttributeName = "" }) => AttributeName);
  const typeOf = (name: string) =>
    AttributeDefinitions.find(({ AttributeName }) => AttributeName === name)?.AttributeType;
  return names.map((name) => `${name} (${typeNames[typeOf(name) ?? "S"]})`).join(", ") || "-";
}

export const typeNames: Readonly<Record<string, string>> = {
  S: "String",
  N: "Number",
  B: "Binary",
  BOOL: "Boolean",
  NULL: "Null",
  M: "Map",
  L: "List",
  SS: "String set",
  NS: "Number set",
  BS: "Binary set",
};

export function isOnDemand({ BillingModeSummary }: TableDescription): boolean {
  return BillingModeSummary?.BillingMode === "PAY_PER_REQUEST";
}

export function capacityText(table: TableDescription): string {
  if (isOnDemand(table)) return "On-demand";
  const { ReadCapacityUnits = 0, WriteCapacityUnits = 0 } = table.ProvisionedThroughput ?? {};
  return `Provisioned (${ReadCapacityUnits} read, ${WriteCapacityUnits} write)`;
}
