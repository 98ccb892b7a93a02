import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Page } from "../buses/bus-store.ts";
import type { Rule } from "./rule.ts";

export const ruleMigrations: readonly Migration[] = [
  {
    name: "rules",
    sql: `
      CREATE TABLE events_rules (
        partition BIGINT NOT NULL, bus TEXT NOT NULL, name TEXT NOT NULL, definition TEXT NOT NULL,
        PRIMARY KEY (partition, bus, name)
      );`,
  },
];

interface Row {
  bus: string;
  name: string;
  definition: string;
}

/** The rules of all buses of one account and region. */
export const ruleStore = {
  async find(tx: ReadTransaction, bus: string, name: string): Promise<Rule | undefined> {
    const row = await tx.get(find, { bus, name });
    return row && toRule(row);
  },

  async list(tx: ReadTransaction, bus: string, { prefix, after, limit }: Page): Promise<Rule[]> {
    return (await tx.all(list, { bus, from: prefix, to: `${prefix}~`, after, limit })).map(toRule);
  },

  async count(tx: ReadTransaction, bus: string): Promise<number> {
    return (await tx.get(count, { bus }))?.count ?? 0;
  },

  async put(tx: WriteTransaction, { bus, name, ...rest }: Rule): Promise<void> {
    await tx.run(put, { bus, name, definition: JSON.stringify(rest) });
  },

  async remove(tx: WriteTransaction, bus: string, name: string): Promise<void> {
    await tx.run(remove, { bus, name });
  },
};

type Key = { bus: string; name: string };
const columns = "bus, name, definition";
const find = sql<Key, Row>(
  `SELECT ${columns} FROM events_rules WHERE partition = :partition AND bus = :bus AND name = :name`,
);
const list = sql<{ bus: string; from: string; to: string; after: string; limit: number }, Row>(
  `SELECT ${columns} FROM events_rules WHERE partition = :partition AND bus = :bus AND name >= :from AND name < :to
   AND name > :after ORDER BY name LIMIT :limit`,
);
const count = sql<{ bus: string }, { count: number }>(
  "SELECT COUNT(*) AS count FROM events_rules WHERE partition = :partition AND bus = :bus",
);
const put = sql<Key & { definition: string }>(
  `INSERT INTO events_rules (partition, bus, name, definition) VALUES (:partition, :bus, :name, :definition)
   ON CONFLICT (partition, bus, name) DO UPDATE SET definition = excluded.definition`,
);
const remove = sql<Key>("DELETE FROM events_rules WHERE partition = :partition AND bus = :bus AND name = :name");

function toRule({ bus, name, definition }: Row): Rule {
  return { bus, name, ...(JSON.parse(definition) as Omit<Rule, "bus" | "name">) };
}
