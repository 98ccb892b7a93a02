import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";

/** What a bucket may have many of, each under an id. */
export type ConfigurationKind = "analytics" | "intelligent-tiering" | "inventory" | "metrics";

export interface Configuration {
  readonly id: string;
  /** JSON of AWS's shape. */
  readonly value: string;
}

/** They are settings of the bucket whose name is `KIND/ID`: one row each, so that putting one neither reads nor writes the others. */
export const configurationStore = {
  async find(tx: ReadTransaction, kind: ConfigurationKind, id: string): Promise<string | undefined> {
    return (await tx.get(get, { name: `${kind}/${id}` }))?.value;
  },

  async count(tx: ReadTransaction, kind: ConfigurationKind): Promise<number> {
    return (await tx.get(count, { after: `${kind}/`, before: `${kind}0` }))?.count ?? 0;
  },

  /** By their ids, after one. */
  async page(tx: ReadTransaction, kind: ConfigurationKind, after: string, limit: number): Promise<Configuration[]> {
    const rows = await tx.all(page, { after: `${kind}/${after}`, before: `${kind}0`, limit });
    return rows.map(({ name, value }) => ({ id: name.slice(kind.length + 1), value }));
  },

  async put(tx: WriteTransaction, kind: ConfigurationKind, { id, value }: Configuration): Promise<void> {
    await tx.run(put, { name: `${kind}/${id}`, value });
  },

  async remove(tx: WriteTransaction, kind: ConfigurationKind, id: string): Promise<void> {
    await tx.run(remove, { name: `${kind}/${id}` });
  },
};

const get = sql<{ name: string }, { value: string }>(
  "SELECT value FROM s3_bucket_settings WHERE partition = :partition AND name = :name",
);
// "0" is what follows "/" among characters, so a kind's names are all before it.
const count = sql<{ after: string; before: string }, { count: number }>(
  `SELECT COUNT(*) AS count FROM s3_bucket_settings
   WHERE partition = :partition AND name > :after AND name < :before`,
);
const page = sql<{ after: string; before: string; limit: number }, { name: string; value: string }>(
  `SELECT name, value FROM s3_bucket_settings
   WHERE partition = :partition AND name > :after AND name < :before ORDER BY name LIMIT :limit`,
);
const put = sql<{ name: string; value: string }>(
  `INSERT INTO s3_bucket_settings (partition, name, value) VALUES (:partition, :name, :value)
   ON CONFLICT (partition, name) DO UPDATE SET value = excluded.value`,
);
const remove = sql<{ name: string }>("DELETE FROM s3_bucket_settings WHERE partition = :partition AND name = :name");
