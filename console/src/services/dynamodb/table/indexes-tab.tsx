import {
  DynamoDBClient,
  type GlobalSecondaryIndexDescription,
  type TableDescription,
  UpdateTableCommand,
} from "@aws-sdk/client-dynamodb";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { RouteButton } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { formatBytes } from "../../../text/bytes.ts";
import { tablePath } from "../paths.ts";
import { keyText } from "./table.ts";

export function IndexesTab({ table, onChange }: { table: TableDescription; onChange: () => void }) {
  const client = useClient(DynamoDBClient);
  const confirmed = useConfirmed();
  const { TableName = "", GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] } = table;
  const live = (data: readonly GlobalSecondaryIndexDescription[]) => ({
    data,
    error: undefined,
    isLoading: false,
    refresh: onChange,
  });
  const remove = ({ IndexName = "" }: GlobalSecondaryIndexDescription) =>
    confirmed(
      { title: `Delete index ${IndexName}?`, body: <>Its table and items stay.</>, action: "Delete", typed: "confirm" },
      () =>
        client.send(new UpdateTableCommand({ TableName, GlobalSecondaryIndexUpdates: [{ Delete: { IndexName } }] })),
      { done: `The index ${IndexName} is being deleted.`, failed: "The index could not be deleted", onChange },
    );
  const columns: readonly Column<GlobalSecondaryIndexDescription>[] = [
    { id: "name", header: "Name", cell: (one) => one.IndexName, value: (one) => one.IndexName, width: 220 },
    { id: "status", header: "Status", cell: (one) => one.IndexStatus ?? "ACTIVE", width: 120 },
    { id: "hash", header: "Partition key", cell: (one) => keyText(one.KeySchema, "HASH", table), width: 180 },
    { id: "range", header: "Sort key", cell: (one) => keyText(one.KeySchema, "RANGE", table), width: 180 },
    { id: "projection", header: "Projected attributes", cell: projected, width: 220 },
    { id: "items", header: "Items", cell: (one) => one.ItemCount ?? "-", width: 100 },
    { id: "size", header: "Size", cell: (one) => formatBytes(one.IndexSizeBytes), width: 110 },
  ];
  return (
    <SpaceBetween size="l">
      <ResourceTable
        id="dynamodb.global-indexes"
        title="Global secondary indexes"
        noun="indexes"
        live={live(GlobalSecondaryIndexes)}
        columns={columns}
        rowId={({ IndexName = "" }) => IndexName}
        select="single"
        hideRefresh
        empty={{ text: "No global secondary indexes." }}
        actions={([selected]) => (
          <>
            <Button disabled={!selected} onClick={() => selected && void remove(selected)}>
              Delete
            </Button>
            <RouteButton href={`${tablePath(TableName)}/create-index`}>Create index</RouteButton>
          </>
        )}
      />
      <ResourceTable
        id="dynamodb.local-indexes"
        title="Local secondary indexes"
        noun="indexes"
        live={live(LocalSecondaryIndexes)}
        columns={columns.filter(({ id }) => id !== "status")}
        rowId={({ IndexName = "" }) => IndexName}
        hideRefresh
        empty={{ text: "No local secondary indexes. They can only be created with the table." }}
      />
    </SpaceBetween>
  );
}

function projected({ Projection }: GlobalSecondaryIndexDescription): string {
  if (Projection?.ProjectionType === "INCLUDE") return `Keys, ${Projection.NonKeyAttributes?.join(", ")}`;
  return Projection?.ProjectionType === "KEYS_ONLY" ? "Only keys" : "All";
}
