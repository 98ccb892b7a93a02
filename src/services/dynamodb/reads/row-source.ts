import type { PartitionKey, ReadTransaction } from "../../../storage/database.ts";
import { indexStore } from "../indexes/index-store.ts";
import { projected } from "../indexes/projected.ts";
import { itemStore, type KeyRange, type StoredRow } from "../items/item-store.ts";
import { toIndexRowKey, toRowKey } from "../items/row-key.ts";
import { StoredItem } from "../items/stored-item.ts";
import type { Layout } from "../partitions/layout.ts";
import type { KnownGlobalIndex, KnownIndex, KnownTable } from "../tables/known-table.ts";
import { indexPartitionKey, itemsKey } from "../tables/table.ts";
import type { Item } from "../values/attribute-value.ts";
import type { KeyAttribute } from "../values/check-key.ts";

export interface PageOptions {
  readonly limit: number;
  readonly isBackward: boolean;
}

/** What Query and Scan read: a table's rows, or an index's, in the order of their keys. */
export interface RowSource {
  readonly index: KnownIndex | undefined;
  readonly isGlobal: boolean;
  /** What is queried by. */
  readonly key: readonly KeyAttribute[];
  /** What tells a row from all others: the key, and the table's. */
  readonly identity: readonly KeyAttribute[];
  readonly layout: Layout;
  readonly partition: (number: number) => PartitionKey;
  readonly page: (tx: ReadTransaction, range: KeyRange, options: PageOptions) => Promise<StoredRow[]>;
  /** What the source has of an item. */
  readonly visible: (stored: StoredItem) => StoredItem;
  /** The key of the row that has these attributes. */
  readonly rowKey: (identity: Item) => Buffer;
}

export function tableSource(table: KnownTable): RowSource {
  return {
    index: undefined,
    isGlobal: false,
    key: table.key,
    identity: table.key,
    layout: table.layout,
    partition: (number) => itemsKey(table, number),
    page: (tx, range, options) => itemStore.page(tx, range, options),
    visible: (stored) => stored,
    rowKey: (identity) => toRowKey(table, identity).bytes,
  };
}

/** Rows of a local index stand in the items' partitions, and lead to the items. */
export function localSource(table: KnownTable, index: KnownIndex): RowSource {
  return {
    ...indexSource(table, index),
    isGlobal: false,
    layout: table.layout,
    partition: (number) => itemsKey(table, number),
    page: (tx, range, options) => itemStore.localPage(tx, index.position, range, options),
    visible: (stored) => (index.attributes ? StoredItem.of(projected(index, stored.item)) : stored),
  };
}

export function globalSource(table: KnownTable, index: KnownGlobalIndex): RowSource {
  return {
    ...indexSource(table, index),
    isGlobal: true,
    layout: index.layout,
    partition: (number) => indexPartitionKey(table, index.id, number),
    page: (tx, range, options) => indexStore.page(tx, range, options),
    visible: (stored) => stored,
  };
}

function indexSource(table: KnownTable, index: KnownIndex) {
  const others = table.key.filter(({ name }) => !index.key.some((own) => own.name === name));
  return {
    index,
    key: index.key,
    identity: [...index.key, ...others],
    rowKey: (identity: Item) => toIndexRowKey(table, index, identity)!.bytes,
  };
}
