import type { Condition } from "../expressions/condition.ts";
import type { KnownTable } from "../tables/known-table.ts";
import type { Item } from "../values/attribute-value.ts";
import type { RowKey } from "./row-key.ts";
import type { StoredItem } from "./stored-item.ts";

/** A write of one item, checked as far as it can be without the item. */
export interface PlannedWrite {
  readonly table: KnownTable;
  readonly row: RowKey;
  /** The item's key attributes, or the item. */
  readonly key: Readonly<Item>;
  readonly condition: Condition | undefined;
  /** What is to be instead of what is: undefined where it is removed. Throws AWS's errors. */
  readonly change: (old: StoredItem | undefined) => StoredItem | undefined;
  /** It only asks whether the condition holds. */
  readonly isCheck?: true;
}

/** What has been checked before it was known whether the table is there. */
export type ToPlan = (table: KnownTable) => PlannedWrite;
