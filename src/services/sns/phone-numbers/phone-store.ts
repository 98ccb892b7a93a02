import type { Migration, PartitionKey, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Place } from "../../service.ts";

export const phoneMigrations: readonly Migration[] = [
  {
    name: "phone-numbers",
    sql: `
      CREATE TABLE sns_sms_attributes (
        partition BIGINT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (partition, name)
      );
      CREATE TABLE sns_opted_out (
        partition BIGINT NOT NULL, number TEXT NOT NULL, PRIMARY KEY (partition, number)
      );`,
  },
];

/** What an account says of text messages in a region, and who wants none. */
export function phonesKey({ account, region }: Place): PartitionKey {
  return { account, region, kind: "sns.phone-numbers", name: "" };
}

export const phoneStore = {
  async attributes(tx: ReadTransaction): Promise<Record<string, string>> {
    return Object.fromEntries((await tx.all(attributes, {})).map(({ name, value }) => [name, value]));
  },

  async setAttribute(tx: WriteTransaction, name: string, value: string): Promise<void> {
    await tx.run(setAttribute, { name, value });
  },

  async hasOptedOut(tx: ReadTransaction, number: string): Promise<boolean> {
    return (await tx.get(optedOut, { number })) !== undefined;
  },

  async listOptedOut(tx: ReadTransaction, after: string, limit: number): Promise<string[]> {
    return (await tx.all(listOptedOut, { after, limit })).map(({ number }) => number);
  },

  async optOut(tx: WriteTransaction, number: string): Promise<void> {
    await tx.run(optOut, { number });
  },

  async optIn(tx: WriteTransaction, number: string): Promise<void> {
    await tx.run(optIn, { number });
  },
};

const attributes = sql<Record<never, never>, { name: string; value: string }>(
  "SELECT name, value FROM sns_sms_attributes WHERE partition = :partition ORDER BY name",
);
const setAttribute = sql<{ name: string; value: string }>(
  `INSERT INTO sns_sms_attributes (partition, name, value) VALUES (:partition, :name, :value)
   ON CONFLICT (partition, name) DO UPDATE SET value = excluded.value`,
);
const optedOut = sql<{ number: string }, { number: string }>(
  "SELECT number FROM sns_opted_out WHERE partition = :partition AND number = :number",
);
const listOptedOut = sql<{ after: string; limit: number }, { number: string }>(
  "SELECT number FROM sns_opted_out WHERE partition = :partition AND number > :after ORDER BY number LIMIT :limit",
);
const optOut = sql<{ number: string }>(
  `INSERT INTO sns_opted_out (partition, number) VALUES (:partition, :number)
   ON CONFLICT (partition, number) DO NOTHING`,
);
const optIn = sql<{ number: string }>("DELETE FROM sns_opted_out WHERE partition = :partition AND number = :number");
