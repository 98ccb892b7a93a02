import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";

/**
 * A bucket's own row and its settings, in the bucket's partition. Whoever writes to the bucket reads the row in the same
 * transaction: where it is missing the bucket has been deleted, and what decides about events and versions is in it.
 */
export interface BucketRow {
  readonly createdMs: number;
  readonly versioning: "Enabled" | "Suspended" | undefined;
  /** JSON of the notification configuration. */
  readonly notification: string | undefined;
}

/** Everything else that is put and got as a whole. */
export type SettingName = "ownership" | "public-access-block" | "policy" | "tags" | "cors" | "encryption";

export const bucketMigrations: readonly Migration[] = [
  {
    name: "buckets",
    sql: `
      CREATE TABLE s3_buckets (
        partition BIGINT NOT NULL,
        created_ms BIGINT NOT NULL,
        versioning TEXT,
        notification TEXT,
        PRIMARY KEY (partition)
      );
      CREATE TABLE s3_bucket_settings (
        partition BIGINT NOT NULL,
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (partition, name)
      );`,
  },
];

export const bucketStore = {
  async find(tx: ReadTransaction): Promise<BucketRow | undefined> {
    const row = await tx.get(get, {});
    if (!row) return undefined;
    return {
      createdMs: Number(row.created_ms),
      versioning: row.versioning ?? undefined,
      notification: row.notification ?? undefined,
    };
  },

  async put(tx: WriteTransaction, { createdMs, versioning, notification }: PutRow): Promise<void> {
    await tx.run(put, { createdMs, versioning: versioning ?? null, notification: notification ?? null });
  },

  async remove(tx: WriteTransaction): Promise<void> {
    await tx.run(remove, {});
  },

  async setting(tx: ReadTransaction, name: SettingName): Promise<string | undefined> {
    return (await tx.get(getSetting, { name }))?.value;
  },

  /** Undefined removes it. */
  async putSetting(tx: WriteTransaction, name: SettingName, value: string | undefined): Promise<void> {
    if (value === undefined) await tx.run(removeSetting, { name });
    else await tx.run(putSetting, { name, value });
  },
};

type PutRow = Pick<BucketRow, "createdMs"> & Partial<BucketRow>;
type None = Record<never, never>;

interface Row {
  readonly created_ms: number;
  readonly versioning: "Enabled" | "Suspended" | null;
  readonly notification: string | null;
}

const get = sql<None, Row>("SELECT created_ms, versioning, notification FROM s3_buckets WHERE partition = :partition");
const put = sql<{ createdMs: number; versioning: string | null; notification: string | null }>(
  `INSERT INTO s3_buckets (partition, created_ms, versioning, notification)
   VALUES (:partition, :createdMs, :versioning, :notification)
   ON CONFLICT (partition) DO UPDATE SET versioning = excluded.versioning, notification = excluded.notification`,
);
const remove = sql<None>("DELETE FROM s3_buckets WHERE partition = :partition");
const getSetting = sql<{ name: string }, { value: string }>(
  "SELECT value FROM s3_bucket_settings WHERE partition = :partition AND name = :name",
);
const putSetting = sql<{ name: string; value: string }>(
  `INSERT INTO s3_bucket_settings (partition, name, value) VALUES (:partition, :name, :value)
   ON CONFLICT (partition, name) DO UPDATE SET value = excluded.value`,
);
const removeSetting = sql<{ name: string }>(
  "DELETE FROM s3_bucket_settings WHERE partition = :partition AND name = :name",
);
