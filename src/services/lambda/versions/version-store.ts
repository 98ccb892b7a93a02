import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { FunctionRecord, KnownFunction } from "../functions/function.ts";

/** Published versions, in their functions' partition. A removed one keeps its row without a record, until the function goes. */
export const versionStore = {
  async find(tx: ReadTransaction, name: string, version: string): Promise<FunctionRecord | undefined> {
    const row = await tx.get(get, { name, version: Number(version) });
    return row?.record ? parseRecord(row.record) : undefined;
  },

  /** All of one function, by number. */
  async list(tx: ReadTransaction, name: string): Promise<FunctionRecord[]> {
    return (await tx.all(list, { name })).map(({ record }) => parseRecord(record));
  },

  /** All of one function, of which only those are read that have changed since `former`. */
  async refresh(
    tx: ReadTransaction,
    name: string,
    former: KnownFunction | undefined,
  ): Promise<Pick<KnownFunction, "versions" | "versionsChanged">> {
    const after = former?.versionsChanged ?? -1;
    const rows = await tx.all(changed, { name, after });
    if (former && rows.length === 0) return { versions: former.versions, versionsChanged: after };
    const versions = new Map(former?.versions);
    let versionsChanged = after;
    for (const row of rows) {
      versionsChanged = Math.max(versionsChanged, row.changed);
      if (row.record === "") versions.delete(String(row.version));
      else versions.set(String(row.version), parseRecord(row.record));
    }
    return { versions, versionsChanged };
  },

  async put(tx: WriteTransaction, record: FunctionRecord): Promise<void> {
    const { name, version, code } = record;
    await tx.run(put, {
      name,
      version: Number(version),
      record: JSON.stringify(record),
      codeBytes: code.sizeBytes,
      changed: await tx.nextSequence(),
    });
  },

  /** Its number is never used again. */
  async remove(tx: WriteTransaction, name: string, version: string): Promise<void> {
    const changed = await tx.nextSequence();
    await tx.run(put, { name, version: Number(version), record: "", codeBytes: 0, changed });
  },

  async removeAll(tx: WriteTransaction, name: string): Promise<void> {
    await tx.run(removeAll, { name });
  },

  /** Of the partition's account and region. */
  async codeBytes(tx: ReadTransaction): Promise<number> {
    return (await tx.get(codeBytes, {}))?.codeBytes ?? 0;
  },
};

function parseRecord(text: string): FunctionRecord {
  return withId(JSON.parse(text) as FunctionRecord);
}

/** One that was stored before functions had ids has an empty one. */
export function withId(record: FunctionRecord): FunctionRecord {
  return record.id === undefined ? { ...record, id: "" } : record;
}

const get = sql<{ name: string; version: number }, { record: string }>(
  "SELECT record FROM lambda_versions WHERE partition = :partition AND name = :name AND version = :version",
);
const list = sql<{ name: string }, { record: string }>(
  "SELECT record FROM lambda_versions WHERE partition = :partition AND name = :name AND record <> '' ORDER BY version",
);
const changed = sql<{ name: string; after: number }, { version: number; record: string; changed: number }>(
  `SELECT version, record, changed FROM lambda_versions
   WHERE partition = :partition AND name = :name AND changed > :after ORDER BY version`,
);
const put = sql<{ name: string; version: number; record: string; codeBytes: number; changed: number }>(
  `INSERT INTO lambda_versions (partition, name, version, record, code_bytes, changed)
   VALUES (:partition, :name, :version, :record, :codeBytes, :changed)
   ON CONFLICT (partition, name, version) DO UPDATE SET
     record = excluded.record, code_bytes = excluded.code_bytes, changed = excluded.changed`,
);
const removeAll = sql<{ name: string }>("DELETE FROM lambda_versions WHERE partition = :partition AND name = :name");
const codeBytes = sql<Record<string, never>, { codeBytes: number }>(
  `SELECT COALESCE(SUM(code_bytes), 0) AS "codeBytes" FROM lambda_versions WHERE partition = :partition`,
);
