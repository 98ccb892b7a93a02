import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import { createRecordStore } from "../records/record-store.ts";
import type { Export } from "./export.ts";

export const exportMigrations: readonly Migration[] = [
  {
    name: "exports",
    sql: `
      CREATE TABLE dynamodb_exports (
        partition BIGINT NOT NULL, id TEXT NOT NULL, table_name TEXT NOT NULL, token TEXT NOT NULL, record TEXT NOT NULL,
        PRIMARY KEY (partition, id)
      );
      CREATE INDEX dynamodb_exports_by_token ON dynamodb_exports (partition, token);
      CREATE TABLE dynamodb_export_files (
        partition BIGINT NOT NULL, export_id TEXT NOT NULL, source BIGINT NOT NULL, number BIGINT NOT NULL,
        items BIGINT NOT NULL, bytes BIGINT NOT NULL, md5 TEXT NOT NULL, etag TEXT NOT NULL, object_key TEXT NOT NULL,
        is_last BIGINT NOT NULL,
        PRIMARY KEY (partition, export_id, source, number)
      );`,
  },
];

/** An object with items of one partition of the table. */
export interface ExportFile {
  /** The partition that the items are from. */
  readonly source: number;
  readonly number: number;
  readonly items: number;
  /** Of the items, as AWS counts them. */
  readonly bytes: number;
  readonly md5: string;
  readonly etag: string;
  readonly key: string;
  readonly isLast: boolean;
}

/** Exports, and the objects that each has written. */
export const exportStore = {
  ...createRecordStore<Export>({
    rows: "dynamodb_exports",
    tableOf: ({ table }) => table.name,
    tokenOf: ({ token = "" }) => token,
  }),

  async putFile(tx: WriteTransaction, id: string, { isLast, ...file }: ExportFile): Promise<void> {
    await tx.run(putFile, { id, ...file, isLast: isLast ? 1 : 0 });
  },

  async files(
    tx: ReadTransaction,
    id: string,
    after: Pick<ExportFile, "source" | "number">,
    limit: number,
  ): Promise<ExportFile[]> {
    const rows = await tx.all(files, { id, source: after.source, number: after.number, limit });
    return rows.map(({ object_key, is_last, ...row }) => ({ ...row, key: object_key, isLast: is_last === 1 }));
  },

  /** How many files there are by now, and what is in them. */
  async totals(tx: ReadTransaction, id: string): Promise<{ files: number; items: number; bytes: number }> {
    const row = await tx.get(totals, { id });
    return { files: row?.files ?? 0, items: row?.items ?? 0, bytes: row?.bytes ?? 0 };
  },

  /** How many files there are to be, as far as the last ones are known, and of how many partitions they are. */
  async expected(tx: ReadTransaction, id: string): Promise<{ sources: number; files: number }> {
    const row = await tx.get(expected, { id });
    return { sources: row?.sources ?? 0, files: row?.files ?? 0 };
  },
};

const putFile = sql<Omit<ExportFile, "isLast"> & { id: string; isLast: number }>(
  `INSERT INTO dynamodb_export_files
     (partition, export_id, source, number, items, bytes, md5, etag, object_key, is_last)
   VALUES (:partition, :id, :source, :number, :items, :bytes, :md5, :etag, :key, :isLast)
   ON CONFLICT (partition, export_id, source, number) DO NOTHING`,
);
const files = sql<
  { id: string; source: number; number: number; limit: number },
  {
    source: number;
    number: number;
    items: number;
    bytes: number;
    md5: string;
    etag: string;
    object_key: string;
    is_last: number;
  }
>(
  `SELECT source, number, items, bytes, md5, etag, object_key, is_last FROM dynamodb_export_files
   WHERE partition = :partition AND export_id = :id AND (source, number) > (:source, :number)
   ORDER BY source, number LIMIT :limit`,
);
const totals = sql<{ id: string }, { files: number; items: number; bytes: number }>(
  `SELECT COUNT(*) AS files, COALESCE(SUM(items), 0) AS items, COALESCE(SUM(bytes), 0) AS bytes
   FROM dynamodb_export_files WHERE partition = :partition AND export_id = :id`,
);
const expected = sql<{ id: string }, { sources: number; files: number }>(
  `SELECT COUNT(*) AS sources, COALESCE(SUM(number + 1), 0) AS files FROM dynamodb_export_files
   WHERE partition = :partition AND export_id = :id AND is_last = 1`,
);
