import type { Database, Migration, Partition, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { eachPartition } from "../../../storage/each-partition.ts";
import { sql } from "../../../storage/statement.ts";
import type { Place } from "../../service.ts";
import type { LayerRecord } from "./layer.ts";

/** All layers of one account and region are one partition. A version's number is never used twice, so the row of a deleted one stays. */
export const layerMigrations: readonly Migration[] = [
  {
    name: "layers",
    sql: `
      CREATE TABLE lambda_layers (
        partition BIGINT NOT NULL,
        name TEXT NOT NULL,
        version BIGINT NOT NULL,
        record TEXT,
        code_bytes BIGINT NOT NULL,
        PRIMARY KEY (partition, name, version)
      );`,
  },
  {
    // The sum of the sizes, which each upload asks for, without a look at the records.
    name: "layers-usage",
    sql: "CREATE INDEX lambda_layers_usage ON lambda_layers (partition, code_bytes);",
  },
];

const layersKind = "lambda.layers";

export function layerPartition(storage: Database, { account, region }: Place): Partition {
  return storage.partition({ account, region, kind: layersKind, name: "" });
}

export const layerStore = {
  async find(tx: ReadTransaction, name: string, version: number): Promise<LayerRecord | undefined> {
    const row = await tx.get(get, { name, version });
    return row?.record ? (JSON.parse(row.record) as LayerRecord) : undefined;
  },

  /** The number that the next version gets. */
  async nextVersion(tx: ReadTransaction, name: string): Promise<number> {
    const row = await tx.get(last, { name });
    return (row?.version ?? 0) + 1;
  },

  /** The newest first. */
  async listVersions(tx: ReadTransaction, name: string): Promise<LayerRecord[]> {
    return (await tx.all(versions, { name })).map(toRecord);
  },

  /** Every version of every layer, by name, the newest first. */
  async list(tx: ReadTransaction): Promise<LayerRecord[]> {
    return (await tx.all(all, {})).map(toRecord);
  },

  async put(tx: WriteTransaction, layer: LayerRecord): Promise<void> {
    const { name, version, code } = layer;
    await tx.run(put, { name, version, record: JSON.stringify(layer), codeBytes: code.sizeBytes });
  },

  async remove(tx: WriteTransaction, name: string, version: number): Promise<void> {
    await tx.run(remove, { name, version });
  },

  async codeBytes(tx: ReadTransaction): Promise<number> {
    return (await tx.get(bytes, {}))?.codeBytes ?? 0;
  },

  /** Of every account and region. */
  async *all(storage: Database): AsyncGenerator<LayerRecord> {
    for await (const key of eachPartition(storage, layersKind))
      yield* await storage.partition(key).read(layerStore.list);
  },
};

function toRecord({ record }: { record: string }): LayerRecord {
  return JSON.parse(record) as LayerRecord;
}

const get = sql<{ name: string; version: number }, { record: string | null }>(
  "SELECT record FROM lambda_layers WHERE partition = :partition AND name = :name AND version = :version",
);
const last = sql<{ name: string }, { version: number | null }>(
  "SELECT MAX(version) AS version FROM lambda_layers WHERE partition = :partition AND name = :name",
);
const versions = sql<{ name: string }, { record: string }>(
  `SELECT record FROM lambda_layers
   WHERE partition = :partition AND name = :name AND record IS NOT NULL ORDER BY version DESC`,
);
const all = sql<Record<string, never>, { record: string }>(
  "SELECT record FROM lambda_layers WHERE partition = :partition AND record IS NOT NULL ORDER BY name, version DESC",
);
const put = sql<{ name: string; version: number; record: string; codeBytes: number }>(
  `INSERT INTO lambda_layers (partition, name, version, record, code_bytes)
   VALUES (:partition, :name, :version, :record, :codeBytes)
   ON CONFLICT (partition, name, version) DO UPDATE SET record = excluded.record`,
);
const remove = sql<{ name: string; version: number }>(
  `UPDATE lambda_layers SET record = NULL, code_bytes = 0
   WHERE partition = :partition AND name = :name AND version = :version`,
);
const bytes = sql<Record<string, never>, { codeBytes: number }>(
  `SELECT COALESCE(SUM(code_bytes), 0) AS "codeBytes" FROM lambda_layers WHERE partition = :partition`,
);
