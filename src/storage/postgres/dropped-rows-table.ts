import type { DroppedRowsTable } from "../dropped-rows.ts";
import type { Connections } from "./connections.ts";
import { partitionTables } from "./schema.ts";

const rowsAtOnce = 2_000;

/** Every node may do it, after any start: of two that do it at the same time one waits for the other's slice. No transaction is long. */
export function createDroppedRowsTable(connections: Connections): DroppedRowsTable {
  /** The partition that is being removed, and its tables that may still have rows of it. */
  let current: { readonly id: unknown; readonly tables: string[] } | undefined;
  const begin = async (): Promise<typeof current> => {
    const { rows } = await connections.query("dropped", "SELECT id FROM squall_dropped LIMIT 1", []);
    const id: unknown = rows[0]?.id;
    return id === undefined ? undefined : { id, tables: await connections.withWriter(partitionTables) };
  };
  return {
    removeSlice: async () => {
      current ??= await begin();
      if (!current) return true;
      const { id, tables } = current;
      const table = tables.at(-1);
      if (table === undefined) {
        await connections.query("drop-done", "DELETE FROM squall_dropped WHERE id = $1", [id]);
        current = undefined;
        return false;
      }
      const { rowCount } = await connections.query(`drop ${table}`, removeSlice(table), [id, rowsAtOnce]);
      if ((rowCount ?? 0) < rowsAtOnce) tables.pop();
      return false;
    },
  };
}

/** Rows that another node is deleting are waited for: passed over, they would be taken for gone, and stay if that node died. */
function removeSlice(table: string): string {
  return `DELETE FROM ${table} WHERE ctid IN
    (SELECT ctid FROM ${table} WHERE partition = $1 LIMIT $2 FOR UPDATE)`;
}
