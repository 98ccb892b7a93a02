import type { Migration, ReadTransaction, WriteTransaction } from "../../storage/database.ts";
import { sql } from "../../storage/statement.ts";

export const settingsMigrations: readonly Migration[] = [
  {
    name: "storage-settings",
    sql: `
      CREATE TABLE ebs_settings (
        partition BIGINT NOT NULL,
        settings TEXT NOT NULL,
        PRIMARY KEY (partition)
      );`,
  },
];

/** What an account has chosen for a region. Source: "Enable encryption by default". */
export interface StorageSettings {
  readonly isEncryptedByDefault: boolean;
  /** Undefined for the key that AWS manages. */
  readonly defaultKeyId: string | undefined;
  /** Whether snapshots may be shared with everybody. */
  readonly publicSnapshots: "unblocked" | "block-new-sharing" | "block-all-sharing";
  readonly publicImages: "unblocked" | "block-new-sharing";
}

const first: StorageSettings = {
  isEncryptedByDefault: false,
  defaultKeyId: undefined,
  publicSnapshots: "unblocked",
  publicImages: "unblocked",
};

export const settingsStore = {
  async find(tx: ReadTransaction): Promise<StorageSettings> {
    const row = await tx.get(find, {});
    return row ? { ...first, ...(JSON.parse(row.settings) as Partial<StorageSettings>) } : first;
  },

  async put(tx: WriteTransaction, settings: StorageSettings): Promise<void> {
    await tx.run(put, { settings: JSON.stringify(settings) });
  },
};

const find = sql<Record<never, never>, { settings: string }>(
  "SELECT settings FROM ebs_settings WHERE partition = :partition",
);
const put = sql<{ settings: string }>(
  `INSERT INTO ebs_settings (partition, settings) VALUES (:partition, :settings)
   ON CONFLICT (partition) DO UPDATE SET settings = excluded.settings`,
);
