import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { LogGroup } from "./log-group.ts";
import { toNameRange } from "./name-range.ts";

/** The groups of one account and region. */
export const groupStore = {
  async find(tx: ReadTransaction, name: string): Promise<LogGroup | undefined> {
    const row = await tx.get(get, { name });
    return row && toGroup(row);
  },

  /** In the order of their names; a page of at most `limit` behind the name `after`. */
  async list(tx: ReadTransaction, { prefix = "", after = "", limit }: GroupPage): Promise<LogGroup[]> {
    return (await tx.all(list, { ...toNameRange(prefix), after, limit })).map(toGroup);
  },

  async count(tx: ReadTransaction): Promise<number> {
    return (await tx.get(count, {}))?.count ?? 0;
  },

  async put(tx: WriteTransaction, group: LogGroup): Promise<void> {
    const { name, id, createdMs, retentionDays = null, filtersVersion } = group;
    const isProtected = group.isProtected ? 1 : 0;
    const tags = JSON.stringify(group.tags);
    await tx.run(put, { name, id, createdMs, class: group.class, retentionDays, tags, filtersVersion, isProtected });
  },

  async remove(tx: WriteTransaction, name: string): Promise<void> {
    await tx.run(remove, { name });
  },
};

interface GroupPage {
  readonly prefix?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

interface GroupRow {
  readonly name: string;
  readonly id: string;
  readonly created_ms: number;
  readonly class: LogGroup["class"];
  readonly retention_days: number | null;
  readonly tags: string;
  readonly filters_version: number;
  readonly is_protected: number;
}

type GroupParameters = {
  name: string;
  id: string;
  createdMs: number;
  class: string;
  retentionDays: number | null;
  tags: string;
  filtersVersion: number;
  isProtected: number;
};

const get = sql<{ name: string }, GroupRow>("SELECT * FROM logs_groups WHERE partition = :partition AND name = :name");
const list = sql<{ from: string; until: string; after: string; limit: number }, GroupRow>(
  `SELECT * FROM logs_groups WHERE partition = :partition AND name >= :from AND name < :until AND name > :after
   ORDER BY name LIMIT :limit`,
);
const count = sql<Record<never, never>, { count: number }>(
  "SELECT COUNT(*) AS count FROM logs_groups WHERE partition = :partition",
);
const put = sql<GroupParameters>(
  `INSERT INTO logs_groups (partition, name, id, created_ms, class, retention_days, tags, filters_version, is_protected)
   VALUES (:partition, :name, :id, :createdMs, :class, :retentionDays, :tags, :filtersVersion, :isProtected)
   ON CONFLICT (partition, name) DO UPDATE SET
     retention_days = excluded.retention_days, tags = excluded.tags, filters_version = excluded.filters_version,
     is_protected = excluded.is_protected`,
);
const remove = sql<{ name: string }>("DELETE FROM logs_groups WHERE partition = :partition AND name = :name");

function toGroup(row: GroupRow): LogGroup {
  return {
    name: row.name,
    id: row.id,
    createdMs: row.created_ms,
    class: row.class,
    retentionDays: row.retention_days ?? undefined,
    tags: JSON.parse(row.tags),
    filtersVersion: row.filters_version,
    isProtected: row.is_protected === 1,
  };
}
