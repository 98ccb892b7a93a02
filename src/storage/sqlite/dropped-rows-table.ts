import type { DroppedRowsTable } from "../dropped-rows.ts";
import { partitionTables } from "./schema.ts";
import type { Writer } from "./writer.ts";

/** How long one slice may hold up other writes, and the rows it begins with. */
const sliceMs = 8;
const slice = { least: 1, first: 50, most: 5_000 } as const;

export function createDroppedRowsTable(writer: Writer): DroppedRowsTable {
  const { connection } = writer;
  let rows: number = slice.first;
  /** Rows may be some bytes or a megabyte. */
  const adjust = (tookMs: number): void => {
    const fitting = Math.floor((rows * sliceMs) / Math.max(tookMs, 0.5));
    rows = Math.max(slice.least, Math.min(slice.most, fitting, rows * 4));
  };
  const removeSlice = (): boolean => {
    const dropped = connection.own("SELECT id FROM squall_dropped LIMIT 1").get()?.id as number | undefined;
    if (dropped === undefined) return true;
    const startedMs = performance.now();
    for (const table of partitionTables(connection)) {
      const text = `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE partition = ? LIMIT ?)`;
      if (Number(connection.own(text).run(dropped, rows).changes) === 0) continue;
      adjust(performance.now() - startedMs);
      return false;
    }
    connection.own("DELETE FROM squall_dropped WHERE id = ?").run(dropped);
    return false;
  };
  return { removeSlice: () => writer.step(removeSlice) };
}
