import type { Migration, ReadTransaction, Statement, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Page } from "../buses/bus-store.ts";
import { type ApiDestination, type Connection, nameOf } from "./connection.ts";

export const connectionMigrations: readonly Migration[] = [
  {
    name: "connections",
    sql: `
      CREATE TABLE events_connections (
        partition BIGINT NOT NULL, name TEXT NOT NULL, definition TEXT NOT NULL, PRIMARY KEY (partition, name)
      );
      CREATE TABLE events_api_destinations (
        partition BIGINT NOT NULL, name TEXT NOT NULL, definition TEXT NOT NULL, PRIMARY KEY (partition, name)
      );`,
  },
];

interface Row {
  name: string;
  definition: string;
}

type Range = { from: string; to: string; after: string; limit: number };

interface Statements {
  readonly find: Statement<{ name: string }, Row>;
  readonly list: Statement<Range, Row>;
  readonly count: Statement<Record<never, never>, { count: number }>;
  readonly put: Statement<{ name: string; definition: string }, unknown>;
  readonly remove: Statement<{ name: string }, unknown>;
}

const statementsOf = (table: string): Statements => ({
  find: sql(`SELECT name, definition FROM ${table} WHERE partition = :partition AND name = :name`),
  list: sql(
    `SELECT name, definition FROM ${table} WHERE partition = :partition AND name >= :from AND name < :to AND name > :after
     ORDER BY name LIMIT :limit`,
  ),
  count: sql(`SELECT COUNT(*) AS count FROM ${table} WHERE partition = :partition`),
  put: sql(
    `INSERT INTO ${table} (partition, name, definition) VALUES (:partition, :name, :definition)
     ON CONFLICT (partition, name) DO UPDATE SET definition = excluded.definition`,
  ),
  remove: sql(`DELETE FROM ${table} WHERE partition = :partition AND name = :name`),
});

const storeOf = <T extends { readonly name: string }>(statements: Statements) => ({
  async find(tx: ReadTransaction, name: string): Promise<T | undefined> {
    const row = await tx.get(statements.find, { name });
    return row && (JSON.parse(row.definition) as T);
  },
  async list(tx: ReadTransaction, { prefix, after, limit }: Page): Promise<T[]> {
    const rows = await tx.all(statements.list, { from: prefix, to: `${prefix}~`, after, limit });
    return rows.map(({ definition }) => JSON.parse(definition) as T);
  },
  async count(tx: ReadTransaction): Promise<number> {
    return (await tx.get(statements.count, {}))?.count ?? 0;
  },
  async put(tx: WriteTransaction, record: T): Promise<void> {
    await tx.run(statements.put, { name: record.name, definition: JSON.stringify(record) });
  },
  async remove(tx: WriteTransaction, name: string): Promise<void> {
    await tx.run(statements.remove, { name });
  },
});

/** Those of one account and region. */
export const connectionStore = storeOf<Connection>(statementsOf("events_connections"));
export const apiDestinationStore = storeOf<ApiDestination>(statementsOf("events_api_destinations"));

/** What an API destination proves by who calls. */
export function connectionOf(
  tx: ReadTransaction,
  { connectionArn }: Pick<ApiDestination, "connectionArn">,
): Promise<Connection | undefined> {
  return connectionStore.find(tx, nameOf(connectionArn) ?? "");
}
