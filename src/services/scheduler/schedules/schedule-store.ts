import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Schedule } from "./schedule.ts";

export const scheduleMigrations: readonly Migration[] = [
  {
    name: "schedules",
    sql: `
      CREATE TABLE scheduler_schedules (
        partition BIGINT NOT NULL,
        group_name TEXT NOT NULL,
        name TEXT NOT NULL,
        state TEXT NOT NULL,
        created_ms BIGINT NOT NULL,
        modified_ms BIGINT NOT NULL,
        definition TEXT NOT NULL,
        client_token TEXT NOT NULL,
        PRIMARY KEY (partition, group_name, name)
      );`,
  },
];

interface Row {
  group_name: string;
  name: string;
  state: string;
  created_ms: number;
  modified_ms: number;
  definition: string;
  client_token: string;
}

export const scheduleStore = {
  async find(tx: ReadTransaction, group: string, name: string): Promise<Schedule | undefined> {
    const row = await tx.get(find, { group, name });
    return row && toSchedule(row);
  },

  async put(tx: WriteTransaction, schedule: Schedule): Promise<void> {
    const { group, name, state, createdMs, modifiedMs, definition, clientToken } = schedule;
    await tx.run(put, {
      group,
      name,
      state,
      createdMs,
      modifiedMs,
      definition: JSON.stringify(definition),
      clientToken,
    });
  },

  async remove(tx: WriteTransaction, group: string, name: string): Promise<void> {
    await tx.run(remove, { group, name });
  },

  /** Of one group, in the order of their names. `state`: of all without it. */
  async list(
    tx: ReadTransaction,
    group: string,
    { prefix, after, state, limit }: { prefix: string; after: string; state: string | undefined; limit: number },
  ): Promise<Schedule[]> {
    // Names have no character beyond z.
    const range = { group, from: prefix, to: `${prefix}~`, after, limit };
    const rows = state === undefined ? await tx.all(list, range) : await tx.all(listOfState, { ...range, state });
    return rows.map(toSchedule);
  },

  /** The first of a group. */
  async names(tx: ReadTransaction, group: string, limit: number): Promise<string[]> {
    return (await tx.all(names, { group, limit })).map(({ name }) => name);
  },
};

function toSchedule(row: Row): Schedule {
  return {
    group: row.group_name,
    name: row.name,
    state: row.state as Schedule["state"],
    createdMs: row.created_ms,
    modifiedMs: row.modified_ms,
    definition: JSON.parse(row.definition),
    clientToken: row.client_token,
  };
}

const columns = "group_name, name, state, created_ms, modified_ms, definition, client_token";
const one = "partition = :partition AND group_name = :group AND name = :name";
const range = "partition = :partition AND group_name = :group AND name > :after AND name >= :from AND name < :to";
const find = sql<{ group: string; name: string }, Row>(`SELECT ${columns} FROM scheduler_schedules WHERE ${one}`);
const list = sql<{ group: string; from: string; to: string; after: string; limit: number }, Row>(
  `SELECT ${columns} FROM scheduler_schedules WHERE ${range} ORDER BY name LIMIT :limit`,
);
const listOfState = sql<{ group: string; from: string; to: string; after: string; limit: number; state: string }, Row>(
  `SELECT ${columns} FROM scheduler_schedules WHERE ${range} AND state = :state ORDER BY name LIMIT :limit`,
);
const names = sql<{ group: string; limit: number }, { name: string }>(
  "SELECT name FROM scheduler_schedules WHERE partition = :partition AND group_name = :group ORDER BY name LIMIT :limit",
);
const put = sql<{
  group: string;
  name: string;
  state: string;
  createdMs: number;
  modifiedMs: number;
  definition: string;
  clientToken: string;
}>(
  `INSERT INTO scheduler_schedules (partition, ${columns})
   VALUES (:partition, :group, :name, :state, :createdMs, :modifiedMs, :definition, :clientToken)
   ON CONFLICT (partition, group_name, name) DO UPDATE SET state = excluded.state, created_ms = excluded.created_ms,
     modified_ms = excluded.modified_ms, definition = excluded.definition, client_token = excluded.client_token`,
);
const remove = sql<{ group: string; name: string }>(`DELETE FROM scheduler_schedules WHERE ${one}`);
