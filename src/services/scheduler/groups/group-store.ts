import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import { defaultGroup, type ScheduleGroup, untouchedDefault } from "./group.ts";

export const groupMigrations: readonly Migration[] = [
  {
    name: "groups",
    sql: `
      CREATE TABLE scheduler_groups (
        partition BIGINT NOT NULL,
        name TEXT NOT NULL,
        state TEXT NOT NULL,
        created_ms BIGINT NOT NULL,
        modified_ms BIGINT NOT NULL,
        tags TEXT NOT NULL,
        schedules BIGINT NOT NULL,
        client_token TEXT NOT NULL,
        PRIMARY KEY (partition, name)
      );`,
  },
];

interface Row {
  name: string;
  state: string;
  created_ms: number;
  modified_ms: number;
  tags: string;
  schedules: number;
  client_token: string;
}

export const groupStore = {
  async find(tx: ReadTransaction, name: string): Promise<ScheduleGroup | undefined> {
    const row = await tx.get(find, { name });
    if (row) return toGroup(row);
    return name === defaultGroup ? untouchedDefault : undefined;
  },

  async put(tx: WriteTransaction, group: ScheduleGroup): Promise<void> {
    const { name, state, createdMs, modifiedMs, tags, schedules, clientToken } = group;
    await tx.run(put, { name, state, createdMs, modifiedMs, tags: JSON.stringify(tags), schedules, clientToken });
  },

  async remove(tx: WriteTransaction, name: string): Promise<void> {
    await tx.run(remove, { name });
  },

  /** In the order of their names, the default group among them. There are few enough to be read at once. */
  async list(tx: ReadTransaction): Promise<ScheduleGroup[]> {
    const groups = (await tx.all(list, {})).map(toGroup);
    if (groups.some(({ name }) => name === defaultGroup)) return groups;
    return [...groups, untouchedDefault].sort((left, right) => (left.name < right.name ? -1 : 1));
  },
};

function toGroup(row: Row): ScheduleGroup {
  return {
    name: row.name,
    state: row.state as ScheduleGroup["state"],
    createdMs: row.created_ms,
    modifiedMs: row.modified_ms,
    tags: JSON.parse(row.tags),
    schedules: row.schedules,
    clientToken: row.client_token,
  };
}

const columns = "name, state, created_ms, modified_ms, tags, schedules, client_token";
const find = sql<{ name: string }, Row>(
  `SELECT ${columns} FROM scheduler_groups WHERE partition = :partition AND name = :name`,
);
const list = sql<Record<never, never>, Row>(
  `SELECT ${columns} FROM scheduler_groups WHERE partition = :partition ORDER BY name`,
);
const put = sql<{
  name: string;
  state: string;
  createdMs: number;
  modifiedMs: number;
  tags: string;
  schedules: number;
  clientToken: string;
}>(
  `INSERT INTO scheduler_groups (partition, ${columns})
   VALUES (:partition, :name, :state, :createdMs, :modifiedMs, :tags, :schedules, :clientToken)
   ON CONFLICT (partition, name) DO UPDATE SET state = excluded.state, created_ms = excluded.created_ms,
     modified_ms = excluded.modified_ms, tags = excluded.tags, schedules = excluded.schedules, client_token = excluded.client_token`,
);
const remove = sql<{ name: string }>("DELETE FROM scheduler_groups WHERE partition = :partition AND name = :name");
