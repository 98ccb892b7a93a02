import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Target } from "./target.ts";

export const targetMigrations: readonly Migration[] = [
  {
    name: "targets",
    sql: `
      CREATE TABLE events_targets (
        partition BIGINT NOT NULL, bus TEXT NOT NULL, rule TEXT NOT NULL, id TEXT NOT NULL, arn TEXT NOT NULL, definition TEXT NOT NULL,
        PRIMARY KEY (partition, bus, rule, id)
      );
      CREATE INDEX events_targets_by_arn ON events_targets (partition, arn, bus, rule);`,
  },
  { name: "targets-in-order", sql: "ALTER TABLE events_targets ADD COLUMN seq BIGINT NOT NULL DEFAULT 0;" },
];

/** The targets of all rules of one account and region. */
export const targetStore = {
  /** In the order in which they were put. A rule has few. */
  async list(tx: ReadTransaction, bus: string, rule: string): Promise<Target[]> {
    return (await tx.all(list, { bus, rule })).map(toTarget);
  },

  /** Those of all rules of a bus, by rule. */
  async listOfBus(
    tx: ReadTransaction,
    bus: string,
    after: string,
    limit: number,
  ): Promise<readonly [string, Target][]> {
    return (await tx.all(listOfBus, { bus, after, limit })).map((row) => [row.rule, toTarget(row)]);
  },

  /** Names of the rules that send to a target. */
  async rulesOf(tx: ReadTransaction, arn: string, bus: string, after: string, limit: number): Promise<string[]> {
    return (await tx.all(rulesOf, { arn, bus, after, limit })).map(({ rule }) => rule);
  },

  async put(tx: WriteTransaction, bus: string, rule: string, target: Target): Promise<void> {
    const { Id: id, Arn: arn } = target;
    await tx.run(put, { bus, rule, id, arn, definition: JSON.stringify(target), seq: await tx.nextSequence() });
  },

  /** Whether it was there. */
  async remove(tx: WriteTransaction, bus: string, rule: string, id: string): Promise<void> {
    await tx.run(remove, { bus, rule, id });
  },
};

interface Row {
  rule: string;
  definition: string;
}

type Key = { bus: string; rule: string; id: string };
const list = sql<{ bus: string; rule: string }, Row>(
  `SELECT rule, definition FROM events_targets WHERE partition = :partition AND bus = :bus AND rule = :rule ORDER BY seq, id`,
);
const listOfBus = sql<{ bus: string; after: string; limit: number }, Row>(
  `SELECT rule, definition FROM events_targets WHERE partition = :partition AND bus = :bus AND rule IN (
     SELECT name FROM events_rules WHERE partition = :partition AND bus = :bus AND name > :after ORDER BY name LIMIT :limit)
   ORDER BY rule, id`,
);
const rulesOf = sql<{ arn: string; bus: string; after: string; limit: number }, { rule: string }>(
  `SELECT DISTINCT rule FROM events_targets WHERE partition = :partition AND arn = :arn AND bus = :bus AND rule > :after
   ORDER BY rule LIMIT :limit`,
);
const put = sql<Key & { arn: string; definition: string; seq: number }>(
  `INSERT INTO events_targets (partition, bus, rule, id, arn, definition, seq)
   VALUES (:partition, :bus, :rule, :id, :arn, :definition, :seq)
   ON CONFLICT (partition, bus, rule, id) DO UPDATE SET arn = excluded.arn, definition = excluded.definition`,
);
const remove = sql<Key>(
  "DELETE FROM events_targets WHERE partition = :partition AND bus = :bus AND rule = :rule AND id = :id",
);

function toTarget({ definition }: Row): Target {
  return JSON.parse(definition) as Target;
}
