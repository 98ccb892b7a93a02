import { randomUUID } from "node:crypto";
import { type AdjustableClock, createManualClock } from "../../platform/clock.ts";
import type { Log } from "../../platform/log.ts";
import { createLog } from "../../platform/log.ts";
import { createSystemRandom, type Random } from "../../platform/random.ts";
import type { Database, Effect, MigrationSet, PartitionKey } from "../database.ts";
import { sql } from "../statement.ts";

export interface DatabaseParts {
  readonly clock: AdjustableClock;
  readonly random: Random;
  readonly log: Log;
  readonly onCommit: () => void;
}

export type OpenDatabase = (name: string, parts: DatabaseParts) => Promise<Database>;

/** A database with one table, and what a test needs around it. */
export interface Rig extends AsyncDisposable {
  readonly name: string;
  readonly database: Database;
  readonly clock: AdjustableClock;
  readonly commits: () => number;
}

export async function openRig(open: OpenDatabase, name = `t_${randomUUID().replaceAll("-", "")}`): Promise<Rig> {
  const clock = createManualClock();
  let commits = 0;
  const parts = { clock, random: createSystemRandom(), log: createLog("silent"), onCommit: () => commits++ };
  const database = await open(name, parts);
  await database.migrate([items]);
  return { name, database, clock, commits: () => commits, [Symbol.asyncDispose]: () => database.close() };
}

const items: MigrationSet = {
  name: "contract",
  migrations: [
    {
      name: "001-items",
      sql: `CREATE TABLE contract_items (
              partition BIGINT NOT NULL, key TEXT NOT NULL, value BIGINT NOT NULL, PRIMARY KEY (partition, key)
            );
            CREATE INDEX contract_items_by_value ON contract_items (partition, value);`,
    },
  ],
};

export const itemStatements = {
  add: sql<{ key: string; value: number }>(
    "INSERT INTO contract_items (partition, key, value) VALUES (:partition, :key, :value)",
  ),
  put: sql<{ key: string; value: number }>(
    `INSERT INTO contract_items (partition, key, value) VALUES (:partition, :key, :value)
     ON CONFLICT (partition, key) DO UPDATE SET value = excluded.value`,
  ),
  get: sql<{ key: string }, { value: number }>(
    "SELECT value FROM contract_items WHERE partition = :partition AND key = :key",
  ),
  keys: sql<{ after: string; limit: number }, { key: string }>(
    "SELECT key FROM contract_items WHERE partition = :partition AND key > :after ORDER BY key LIMIT :limit",
  ),
  increment: sql<{ key: string }>(
    "UPDATE contract_items SET value = value + 1 WHERE partition = :partition AND key = :key",
  ),
  remove: sql<{ key: string }>("DELETE FROM contract_items WHERE partition = :partition AND key = :key"),
  take: sql<{ key: string }, { key: string }>(
    "DELETE FROM contract_items WHERE partition = :partition AND key = :key RETURNING key",
  ),
  count: sql<Record<never, never>, { count: number; total: number | null; large: number }>(
    `SELECT count(*) AS count, sum(value) AS total, count(*) > 2 AS large FROM contract_items WHERE partition = :partition`,
  ),
  /** Of all partitions, those that are there no more, too. */
  countAll: sql<Record<never, never>, { count: number }>(
    "SELECT count(*) AS count FROM contract_items WHERE partition >= 0 * :partition",
  ),
} as const;

export function key(name: string, kind = "contract.thing"): PartitionKey {
  return { account: "000000000000", region: "us-east-1", kind, name };
}

export function effect(topic: string, payload: string): Effect {
  return { topic, id: randomUUID(), payload };
}

export async function countItems(database: Database, name: string): Promise<number> {
  const row = await database.partition(key(name)).read((tx) => tx.get(itemStatements.count, {}));
  return row?.count ?? 0;
}

/** Rows that the table has; `name` is of any partition there is. */
export async function countAll(database: Database, name: string): Promise<number> {
  const row = await database.partition(key(name)).read((tx) => tx.get(itemStatements.countAll, {}));
  return row?.count ?? 0;
}

export async function putItem(database: Database, name: string, item: string, value = 0): Promise<void> {
  await database.partition(key(name)).write((tx) => tx.run(itemStatements.put, { key: item, value }));
}
