import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { SigningConfig } from "./signing-config.ts";

/** In the functions' partition: which functions use a configuration decides whether it may be deleted. */
export const signingMigrations: readonly Migration[] = [
  {
    name: "code signing configurations",
    sql: `
      CREATE TABLE lambda_code_signing (
        partition BIGINT NOT NULL,
        id TEXT NOT NULL,
        record TEXT NOT NULL,
        PRIMARY KEY (partition, id)
      );`,
  },
];

export const signingConfigStore = {
  async find(tx: ReadTransaction, id: string): Promise<SigningConfig | undefined> {
    const row = await tx.get(get, { id });
    return row && (JSON.parse(row.record) as SigningConfig);
  },

  async list(tx: ReadTransaction): Promise<SigningConfig[]> {
    return (await tx.all(all, {})).map(({ record }) => JSON.parse(record) as SigningConfig);
  },

  async put(tx: WriteTransaction, config: SigningConfig): Promise<void> {
    await tx.run(put, { id: config.id, record: JSON.stringify(config) });
  },

  async remove(tx: WriteTransaction, id: string): Promise<void> {
    await tx.run(remove, { id });
  },
};

const get = sql<{ id: string }, { record: string }>(
  "SELECT record FROM lambda_code_signing WHERE partition = :partition AND id = :id",
);
const all = sql<Record<string, never>, { record: string }>(
  "SELECT record FROM lambda_code_signing WHERE partition = :partition ORDER BY id",
);
const put = sql<{ id: string; record: string }>(
  `INSERT INTO lambda_code_signing (partition, id, record) VALUES (:partition, :id, :record)
   ON CONFLICT (partition, id) DO UPDATE SET record = excluded.record`,
);
const remove = sql<{ id: string }>("DELETE FROM lambda_code_signing WHERE partition = :partition AND id = :id");
