import { validationException } from "../errors.ts";
import type { KnownTable } from "../tables/known-table.ts";
import { globalSource, localSource, type RowSource, tableSource } from "./row-source.ts";

/** The table's own rows, or those of the index that is named. Throws ValidationException. */
export function findSource(
  table: KnownTable,
  { IndexName: name, ConsistentRead }: { readonly IndexName?: string; readonly ConsistentRead?: boolean },
): RowSource {
  if (name === undefined) return tableSource(table);
  const local = table.local.find((index) => index.name === name);
  if (local) return localSource(table, local);
  const global = table.global.find((index) => index.name === name);
  if (!global) throw validationException(`The table does not have the specified index: ${name}`);
  if (ConsistentRead) throw validationException("Consistent reads are not supported on global secondary indexes");
  if (global.isFilling || global.status === "CREATING")
    throw validationException(`Cannot read from backfilling global secondary index: ${name}`);
  return globalSource(table, global);
}
