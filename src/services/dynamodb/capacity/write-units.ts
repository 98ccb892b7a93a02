import { projected, projectedSize } from "../indexes/projected.ts";
import { toIndexRowKey } from "../items/row-key.ts";
import type { ItemChange } from "../items/store-item.ts";
import type { StoredItem } from "../items/stored-item.ts";
import type { KnownIndex, KnownTable } from "../tables/known-table.ts";
import { equalValues } from "../values/compare-values.ts";
import type { UnitsUsed } from "./consumed.ts";
import { toWriteUnits } from "./units.ts";

/** What a write of an item costs: by the larger of what was there and what is, and for each index that it changes. `times` is two in a transaction. */
export function writeUnits(table: KnownTable, change: ItemChange, times = 1): UnitsUsed {
  const { old, new: made } = change;
  const own = toWriteUnits(Math.max(old?.size ?? 0, made?.size ?? 0)) * times;
  if (table.local.length === 0 && table.global.length === 0) return { table: own };
  const of = (indexes: readonly KnownIndex[]) =>
    new Map(indexes.map((index) => [index.name, indexUnits(table, index, change) * times]));
  return { table: own, local: of(table.local), global: of(table.global) };
}

/** Source: "Global secondary index write considerations". */
function indexUnits(table: KnownTable, index: KnownIndex, { old, new: made }: ItemChange): number {
  const oldKey = old && toIndexRowKey(table, index, old.item);
  const newKey = made && toIndexRowKey(table, index, made.item);
  const size = (stored: StoredItem) => toWriteUnits(projectedSize(index, stored));
  if (oldKey && newKey) {
    if (!oldKey.bytes.equals(newKey.bytes)) return size(old) + size(made);
    const isSame = equalValues({ M: projected(index, old.item) }, { M: projected(index, made.item) });
    return isSame ? 0 : Math.max(size(old), size(made));
  }
  if (newKey) return size(made);
  return oldKey ? size(old) : 0;
}
