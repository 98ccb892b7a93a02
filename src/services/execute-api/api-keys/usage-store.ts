import type { Migration, PartitionKey, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Place } from "../../service.ts";

/** How often the keys of a usage plan were used, by the day: counted in the database, so that a quota holds over all servers and a restart. */
export function usageKey({ account, region }: Place, usagePlanId: string): PartitionKey {
  return { account, region, kind: "apigateway.usage", name: usagePlanId };
}

export const usageMigrations: readonly Migration[] = [
  {
    name: "usage",
    sql: `
      CREATE TABLE apigateway_usage (
        partition BIGINT NOT NULL,
        key_id TEXT NOT NULL,
        day TEXT NOT NULL,
        used BIGINT NOT NULL,
        PRIMARY KEY (partition, key_id, day)
      );`,
  },
];

export const usageStore = {
  /** Those of a key from one day to another (`2024-05-31`), both among them. */
  async used(tx: ReadTransaction, keyId: string, from: string, to: string): Promise<number> {
    return (await tx.get(sum, { keyId, from, to }))?.used ?? 0;
  },
  async add(tx: WriteTransaction, keyId: string, day: string): Promise<void> {
    await tx.run(add, { keyId, day });
  },
};

const sum = sql<{ keyId: string; from: string; to: string }, { used: number }>(
  `SELECT CAST(COALESCE(SUM(used), 0) AS BIGINT) AS used FROM apigateway_usage
   WHERE partition = :partition AND key_id = :keyId AND day >= :from AND day <= :to`,
);
const add = sql<{ keyId: string; day: string }>(
  `INSERT INTO apigateway_usage (partition, key_id, day, used) VALUES (:partition, :keyId, :day, 1)
   ON CONFLICT (partition, key_id, day) DO UPDATE SET used = apigateway_usage.used + 1`,
);
