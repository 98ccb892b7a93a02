import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { TopicRule } from "./topic-rule.ts";

export const ruleMigrations: readonly Migration[] = [
  {
    name: "rules-001",
    sql: `
      CREATE TABLE iot_topic_rules (
        partition BIGINT NOT NULL, name TEXT NOT NULL, record TEXT NOT NULL,
        PRIMARY KEY (partition, name)
      );
      CREATE TABLE iot_rule_destinations (
        partition BIGINT NOT NULL, id TEXT NOT NULL, record TEXT NOT NULL,
        PRIMARY KEY (partition, id)
      );
    `,
  },
];

export const ruleStore = {
  async find(tx: ReadTransaction, name: string): Promise<TopicRule | undefined> {
    const row = await tx.get(find, { name });
    return row && JSON.parse(row.record);
  },

  /** In the order of their names, after one of them; there are a thousand at the most. */
  async list(tx: ReadTransaction, after: string, limit: number): Promise<TopicRule[]> {
    return (await tx.all(list, { after, limit })).map(({ record }) => JSON.parse(record));
  },

  async count(tx: ReadTransaction): Promise<number> {
    return (await tx.get(count, {}))?.count ?? 0;
  },

  async put(tx: WriteTransaction, rule: TopicRule): Promise<void> {
    await tx.run(put, { name: rule.name, record: JSON.stringify(rule) });
  },

  async remove(tx: WriteTransaction, name: string): Promise<void> {
    await tx.run(remove, { name });
  },
};

const find = sql<{ name: string }, { record: string }>(
  "SELECT record FROM iot_topic_rules WHERE partition = :partition AND name = :name",
);
const list = sql<{ after: string; limit: number }, { record: string }>(
  "SELECT record FROM iot_topic_rules WHERE partition = :partition AND name > :after ORDER BY name LIMIT :limit",
);
const count = sql<Record<never, never>, { count: number }>(
  "SELECT COUNT(*) AS count FROM iot_topic_rules WHERE partition = :partition",
);
const put = sql<{ name: string; record: string }>(
  `INSERT INTO iot_topic_rules (partition, name, record) VALUES (:partition, :name, :record)
   ON CONFLICT (partition, name) DO UPDATE SET record = excluded.record`,
);
const remove = sql<{ name: string }>("DELETE FROM iot_topic_rules WHERE partition = :partition AND name = :name");
