import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Will } from "./will.ts";

export const willMigrations: readonly Migration[] = [
  {
    name: "009-wills",
    sql: `
      CREATE TABLE iot_wills (
        partition BIGINT NOT NULL, connection TEXT NOT NULL, record TEXT NOT NULL,
        PRIMARY KEY (partition, connection)
      );
    `,
  },
];

/** Of one server's clients. */
export const willStore = {
  async put(tx: WriteTransaction, will: Will): Promise<void> {
    await tx.run(put, { connection: will.connection, record: JSON.stringify(will) });
  },

  async list(tx: ReadTransaction, limit: number): Promise<Will[]> {
    return (await tx.all(list, { limit })).map(({ record }) => JSON.parse(record));
  },

  async remove(tx: WriteTransaction, connection: string): Promise<void> {
    await tx.run(remove, { connection });
  },
};

const put = sql<{ connection: string; record: string }>(
  `INSERT INTO iot_wills (partition, connection, record) VALUES (:partition, :connection, :record)
   ON CONFLICT (partition, connection) DO UPDATE SET record = excluded.record`,
);
const list = sql<{ limit: number }, { record: string }>(
  "SELECT record FROM iot_wills WHERE partition = :partition ORDER BY connection LIMIT :limit",
);
const remove = sql<{ connection: string }>(
  "DELETE FROM iot_wills WHERE partition = :partition AND connection = :connection",
);
