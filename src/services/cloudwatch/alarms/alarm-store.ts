import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Alarm } from "./alarm.ts";

export const alarmStore = {
  async find(tx: ReadTransaction, name: string): Promise<Alarm | undefined> {
    const row = await tx.get(get, { name });
    return row && JSON.parse(row.alarm);
  },

  /** In the order of their names. */
  async list(tx: ReadTransaction, page: { after: string; limit: number }): Promise<Alarm[]> {
    return (await tx.all(list, page)).map(({ alarm }) => JSON.parse(alarm));
  },

  async count(tx: ReadTransaction): Promise<number> {
    return (await tx.get(count, {}))?.count ?? 0;
  },

  async put(tx: WriteTransaction, alarm: Alarm): Promise<void> {
    await tx.run(put, { name: alarm.configuration.AlarmName, alarm: JSON.stringify(alarm) });
  },

  async remove(tx: WriteTransaction, name: string): Promise<void> {
    await tx.run(remove, { name });
  },
};

const get = sql<{ name: string }, { alarm: string }>(
  "SELECT alarm FROM cloudwatch_alarms WHERE partition = :partition AND name = :name",
);
const list = sql<{ after: string; limit: number }, { alarm: string }>(
  "SELECT alarm FROM cloudwatch_alarms WHERE partition = :partition AND name > :after ORDER BY name LIMIT :limit",
);
const count = sql<Record<never, never>, { count: number }>(
  "SELECT COUNT(*) AS count FROM cloudwatch_alarms WHERE partition = :partition",
);
const put = sql<{ name: string; alarm: string }>(
  `INSERT INTO cloudwatch_alarms (partition, name, alarm) VALUES (:partition, :name, :alarm)
   ON CONFLICT (partition, name) DO UPDATE SET alarm = excluded.alarm`,
);
const remove = sql<{ name: string }>("DELETE FROM cloudwatch_alarms WHERE partition = :partition AND name = :name");
