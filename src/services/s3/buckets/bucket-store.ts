import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import { ReplicationRules } from "../replication/replication-rules.ts";

/**
 * A bucket's own row and its settings, in the bucket's partition. Whoever writes to the bucket reads the row in the same
 * transaction: where it is missing the bucket has been deleted, and what decides about events and versions is in it.
 */
export interface BucketRow {
  readonly createdMs: number;
  readonly versioning: "Enabled" | "Suspended" | undefined;
  /** JSON of the notification configuration. */
  readonly notification: string | undefined;
  /** JSON of the Object Lock configuration: there if the bucket has Object Lock, which cannot be taken away. */
  readonly objectLock: string | undefined;
  /** JSON of the default encryption; undefined for SSE-S3, which is AWS's own default. */
  readonly encryption: string | undefined;
  /** JSON of the lifecycle rules. */
  readonly lifecycle: string | undefined;
  readonly replication: ReplicationRules | undefined;
}

/** Everything else that is put and got as a whole. */
export type SettingName =
  | "ownership"
  | "public-access-block"
  | "policy"
  | "tags"
  | "cors"
  | "acl"
  | "website"
  | "logging"
  | "request-payment"
  | "accelerate"
  /** As the bucket was made, where that is no region's name: `EU`. */
  | "location";

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
  {
    // What every write or read of an object must know is in the bucket's row, which it reads anyway.
    name: "buckets-object-rules",
    sql: `
      ALTER TABLE s3_buckets ADD COLUMN object_lock TEXT;
      ALTER TABLE s3_buckets ADD COLUMN encryption TEXT;
      ALTER TABLE s3_buckets ADD COLUMN lifecycle TEXT;
      UPDATE s3_buckets SET encryption = (
        SELECT value FROM s3_bucket_settings
        WHERE s3_bucket_settings.partition = s3_buckets.partition AND s3_bucket_settings.name = 'encryption'
      );
      DELETE FROM s3_bucket_settings WHERE name = 'encryption';`,
  },
  { name: "buckets-replication", sql: "ALTER TABLE s3_buckets ADD COLUMN replication TEXT;" },
];

export const bucketStore = {
  async find(tx: ReadTransaction): Promise<BucketRow | undefined> {
    const row = await tx.get(get, {});
    if (!row) return undefined;
    return {
      createdMs: row.created_ms,
      versioning: row.versioning ?? undefined,
      notification: row.notification ?? undefined,
      objectLock: row.object_lock ?? undefined,
      encryption: row.encryption ?? undefined,
      lifecycle: row.lifecycle ?? undefined,
      replication: row.replication === null ? undefined : new ReplicationRules(row.replication),
    };
  },

  async put(tx: WriteTransaction, row: PutRow): Promise<void> {
    await tx.run(put, {
      createdMs: row.createdMs,
      versioning: row.versioning ?? null,
      notification: row.notification ?? null,
      objectLock: row.objectLock ?? null,
      encryption: row.encryption ?? null,
      lifecycle: row.lifecycle ?? null,
      replication: row.replication?.json ?? null,
    });
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
  readonly object_lock: string | null;
  readonly encryption: string | null;
  readonly lifecycle: string | null;
  readonly replication: string | null;
}

const get = sql<None, Row>(
  `SELECT created_ms, versioning, notification, object_lock, encryption, lifecycle, replication
   FROM s3_buckets WHERE partition = :partition`,
);
const put = sql<{
  createdMs: number;
  versioning: string | null;
  notification: string | null;
  objectLock: string | null;
  encryption: string | null;
  lifecycle: string | null;
  replication: string | null;
}>(
  `INSERT INTO s3_buckets (partition, created_ms, versioning, notification, object_lock, encryption, lifecycle, replication)
   VALUES (:partition, :createdMs, :versioning, :notification, :objectLock, :encryption, :lifecycle, :replication)
   ON CONFLICT (partition) DO UPDATE SET versioning = excluded.versioning, notification = excluded.notification,
     object_lock = excluded.object_lock, encryption = excluded.encryption, lifecycle = excluded.lifecycle,
     replication = excluded.replication`,
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
