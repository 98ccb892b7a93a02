import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Dashboard } from "./dashboard.ts";

export const dashboardStore = {
  async find(tx: ReadTransaction, name: string): Promise<Dashboard | undefined> {
    const row = await tx.get(get, { name });
    return row && toDashboard(row);
  },

  /** In the order of their names. */
  async list(tx: ReadTransaction, page: { prefix: string; after: string; limit: number }): Promise<Dashboard[]> {
    const { prefix, after, limit } = page;
    const rows = await tx.all(list, {
      after: after > prefix ? after : "",
      from: prefix,
      to: `${prefix}\u{10ffff}`,
      limit,
    });
    return rows.map(toDashboard);
  },

  async count(tx: ReadTransaction): Promise<number> {
    return (await tx.get(count, {}))?.count ?? 0;
  },

  async put(tx: WriteTransaction, { name, body, modifiedMs, tags }: Dashboard): Promise<void> {
    await tx.run(put, { name, body, modifiedMs, tags: JSON.stringify(tags) });
  },

  async remove(tx: WriteTransaction, name: string): Promise<void> {
    await tx.run(remove, { name });
  },
};

interface DashboardRow {
  readonly name: string;
  readonly body: string;
  readonly modified_ms: number;
  readonly tags: string;
}

const columns = "name, body, modified_ms, tags";
const get = sql<{ name: string }, DashboardRow>(
  `SELECT ${columns} FROM cloudwatch_dashboards WHERE partition = :partition AND name = :name`,
);
const list = sql<{ after: string; from: string; to: string; limit: number }, DashboardRow>(
  `SELECT ${columns} FROM cloudwatch_dashboards
   WHERE partition = :partition AND name > :after AND name >= :from AND name < :to ORDER BY name LIMIT :limit`,
);
const count = sql<Record<never, never>, { count: number }>(
  "SELECT COUNT(*) AS count FROM cloudwatch_dashboards WHERE partition = :partition",
);
const put = sql<{ name: string; body: string; modifiedMs: number; tags: string }>(
  `INSERT INTO cloudwatch_dashboards (partition, name, body, modified_ms, tags)
   VALUES (:partition, :name, :body, :modifiedMs, :tags)
   ON CONFLICT (partition, name) DO UPDATE SET
     body = excluded.body, modified_ms = excluded.modified_ms, tags = excluded.tags`,
);
const remove = sql<{ name: string }>("DELETE FROM cloudwatch_dashboards WHERE partition = :partition AND name = :name");

function toDashboard({ name, body, modified_ms, tags }: DashboardRow): Dashboard {
  return { name, body, modifiedMs: modified_ms, tags: JSON.parse(tags) };
}
