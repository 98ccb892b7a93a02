import type { StoredItem } from "../items/stored-item.ts";
import type { KnownIndex } from "../tables/known-table.ts";
import { type Item, setAttribute } from "../values/attribute-value.ts";
import { valueSize } from "../values/item-size.ts";

/** What an index has of an item. */
export function projected({ attributes }: Pick<KnownIndex, "attributes">, item: Readonly<Item>): Item {
  if (!attributes) return item;
  const part: Item = {};
  for (const name of Object.keys(item)) if (attributes.has(name)) setAttribute(part, name, item[name]!);
  return part;
}

/** The bytes of that, as AWS counts them. */
export function projectedSize({ attributes }: Pick<KnownIndex, "attributes">, stored: StoredItem): number {
  if (!attributes) return stored.size;
  let size = 0;
  for (const name of Object.keys(stored.item))
    if (attributes.has(name)) size += Buffer.byteLength(name) + valueSize(stored.item[name]!);
  return size;
}
