import { DeleteItemCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { itemPath } from "../paths.ts";
import { type Item, toJson, valueText } from "./item-json.ts";

/** More columns than a page shows; the rest is in the item. */
const mostColumns = 20;

interface ItemTableProps {
  readonly title: string;
  readonly description: string;
  /** Undefined where the items are of no table that is known: then they are shown only. */
  readonly table: string | undefined;
  /** Names of the table's key. */
  readonly keyNames: readonly string[];
  readonly items: readonly Item[];
  readonly onChange: () => void;
  /** Undefined where there is no further page. */
  readonly onMore: (() => void) | undefined;
  readonly isLoading: boolean;
}

/** Items as rows: the key first, then the other attributes by their names. */
export function ItemTable({ table, keyNames, items, onChange, onMore, isLoading, title, description }: ItemTableProps) {
  const client = useClient(DynamoDBClient);
  const confirmed = useConfirmed();
  const [selected, setSelected] = useState<Item[]>([]);
  const others = [...new Set(items.flatMap((item) => Object.keys(item)))].filter((name) => !keyNames.includes(name));
  const names = [...keyNames, ...others.sort((a, b) => a.localeCompare(b))].slice(0, mostColumns);
  const keyOf = (item: Item) =>
    Object.fromEntries(keyNames.flatMap((name) => (item[name] ? [[name, item[name]]] : [])));
  const idOf = (item: Item) => (table === undefined ? toJson(item) : toJson(keyOf(item)));
  const remove = () =>
    confirmed(
      {
        title: `Delete ${selected.length === 1 ? "item" : `${selected.length} items`}?`,
        body: <>What is deleted can't be restored, unless the table has a backup.</>,
        action: "Delete",
      },
      () =>
        Promise.all(
          selected.map((item) => client.send(new DeleteItemCommand({ TableName: table, Key: keyOf(item) as Item }))),
        ),
      { done: "The items were deleted.", failed: "Items could not be deleted", onChange: done },
    );
  const done = () => {
    setSelected([]);
    onChange();
  };
  return (
    <Table
      items={items}
      trackBy={idOf}
      loading={isLoading}
      loadingText="Loading items"
      resizableColumns
      selectionType={table === undefined ? undefined : "multi"}
      selectedItems={selected}
      onSelectionChange={({ detail }) => setSelected(detail.selectedItems)}
      ariaLabels={{
        tableLabel: title,
        selectionGroupLabel: "Selection of items",
        allItemsSelectionLabel: () => "Select all items",
        itemSelectionLabel: (_state, item) => `Select ${keyNames.map((name) => valueText(item[name])).join(", ")}`,
      }}
      columnDefinitions={names.map((name, at) => ({
        id: name,
        header: name,
        width: 200,
        isRowHeader: at === 0,
        cell: (item: Item) => {
          const text = valueText(item[name]);
          if (at > 0 || table === undefined) return <span className="squall-anywhere">{text}</span>;
          return <RouteLink href={itemPath(table, JSON.stringify(JSON.parse(toJson(keyOf(item)))))}>{text}</RouteLink>;
        },
      }))}
      header={
        <Header
          counter={`(${items.length})`}
          description={description}
          actions={
            table !== undefined && (
              <div className="squall-actions">
                <Button disabled={selected.length === 0} onClick={() => void remove()}>
                  Delete items
                </Button>
                <RouteButton variant="primary" href={itemPath(table)}>
                  Create item
                </RouteButton>
              </div>
            )
          }
        >
          {title}
        </Header>
      }
      empty={<Box color="text-body-secondary">No items.</Box>}
      footer={
        onMore && (
          <Box textAlign="center">
            <Button loading={isLoading} onClick={onMore}>
              Retrieve next page
            </Button>
          </Box>
        )
      }
    />
  );
}
