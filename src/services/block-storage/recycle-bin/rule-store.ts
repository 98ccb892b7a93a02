import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { RetentionRule } from "./rule.ts";

export const ruleMigrations: readonly Migration[] = [
  {
    name: "recycle-bin-rules",
    sql: `
      CREATE TABLE ebs_retention_rules (
        partition BIGINT NOT NULL,
        id TEXT NOT NULL,
        rule TEXT NOT NULL,
        PRIMARY KEY (partition, id)
      );`,
  },
];

/** Rules are in the partition of what they keep: a deletion and the rule that it goes by are of one commit. */
export const ruleStore = {
  async find(tx: ReadTransaction, id: string): Promise<RetentionRule | undefined> {
    const row = await tx.get(find, { id });
    return row && (JSON.parse(row.rule) as RetentionRule);
  },

  /** In the order of their ids. */
  async list(tx: ReadTransaction): Promise<RetentionRule[]> {
    return (await tx.all(list, {})).map(({ rule }) => JSON.parse(rule) as RetentionRule);
  },

  async put(tx: WriteTransaction, rule: RetentionRule): Promise<void> {
    await tx.run(put, { id: rule.id, rule: JSON.stringify(rule) });
  },

  async remove(tx: WriteTransaction, id: string): Promise<void> {
    await tx.run(remove, { id });
  },
};

const find = sql<{ id: string }, { rule: string }>(
  "SELECT rule FROM ebs_retention_rules WHERE partition = :partition AND id = :id",
);
const list = sql<Record<never, never>, { rule: string }>(
  "SELECT rule FROM ebs_retention_rules WHERE partition = :partition ORDER BY id",
);
const put = sql<{ id: string; rule: string }>(
  `INSERT INTO ebs_retention_rules (partition, id, rule) VALUES (:partition, :id, :rule)
   ON CONFLICT (partition, id) DO UPDATE SET rule = excluded.rule`,
);
const remove = sql<{ id: string }>("DELETE FROM ebs_retention_rules WHERE partition = :partition AND id = :id");
