import type { TableDescription } from "@aws-sdk/client-dynamodb";
import Button from "@cloudscape-design/components/button";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { useSeveral } from "../../../shell/use-several.tsx";
import { ListPage } from "../../../table/list-page.tsx";
import { onlyOf } from "../../../table/only-of.ts";
import type { Column } from "../../../table/resource-table.tsx";
import { formatBytes } from "../../../text/bytes.ts";
import { itemsPath, tablePath } from "../paths.ts";
import { useDeleteTable } from "../table/remove-table.tsx";
import { statusText } from "../table/status-text.ts";
import { capacityText, keyText, useTables } from "../table/table.ts";

export function Component() {
  const several = useSeveral();
  const tables = useTables();
  const remove = useDeleteTable(tables.refresh);
  return (
    <ListPage
      id="dynamodb.tables"
      title="Tables"
      noun="tables"
      live={tables}
      columns={columns}
      rowId={({ TableName = "" }) => TableName}
      select="multi"
      rowArn={({ TableArn }) => TableArn}
      sortBy={{ column: "name" }}
      searchPlaceholder="Find tables"
      create={{ text: "Create table", href: "/console/dynamodb/create-table" }}
      empty="No tables. To get started, create a table."
      actions={(chosen, selected = onlyOf(chosen)) => (
        <>
          <Button
            disabled={chosen.length === 0}
            onClick={() => void several(chosen, "tables", ({ TableName = "" }) => remove(TableName))}
          >
            Delete
          </Button>
          <RouteButton disabled={!selected} href={selected?.TableName && itemsPath(selected.TableName)}>
            Explore items
          </RouteButton>
        </>
      )}
    />
  );
}

const columns: readonly Column<TableDescription>[] = [
  {
    id: "name",
    header: "Name",
    cell: ({ TableName = "" }) => <RouteLink href={tablePath(TableName)}>{TableName}</RouteLink>,
    value: ({ TableName }) => TableName,
    width: 240,
  },
  { id: "status", header: "Status", cell: statusText, value: statusText, width: 120 },
  {
    id: "hash",
    header: "Partition key",
    cell: (table) => keyText(table.KeySchema, "HASH", table),
    value: (table) => keyText(table.KeySchema, "HASH", table),
    width: 170,
  },
  {
    id: "range",
    header: "Sort key",
    cell: (table) => keyText(table.KeySchema, "RANGE", table),
    value: (table) => keyText(table.KeySchema, "RANGE", table),
    width: 170,
  },
  { id: "indexes", header: "Indexes", cell: indexCount, value: indexCount, width: 100 },
  {
    id: "protection",
    header: "Deletion protection",
    cell: ({ DeletionProtectionEnabled }) => (DeletionProtectionEnabled ? "On" : "Off"),
    value: ({ DeletionProtectionEnabled }) => (DeletionProtectionEnabled ? "On" : "Off"),
    width: 170,
  },
  { id: "capacity", header: "Capacity mode", cell: capacityText, value: capacityText, width: 240 },
  {
    id: "items",
    header: "Items",
    cell: ({ ItemCount }) => ItemCount ?? "-",
    value: ({ ItemCount }) => ItemCount,
    width: 100,
  },
  {
    id: "size",
    header: "Total size",
    cell: ({ TableSizeBytes }) => formatBytes(TableSizeBytes),
    value: ({ TableSizeBytes }) => TableSizeBytes,
    width: 120,
  },
];

function indexCount({ GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] }: TableDescription): number {
  return GlobalSecondaryIndexes.length + LocalSecondaryIndexes.length;
}
