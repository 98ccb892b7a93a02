import type { ReadTransaction, WriteTransaction } from "../../../../storage/database.ts";
import { sql } from "../../../../storage/statement.ts";
import type { CompositeAlarm } from "./composite-alarm.ts";

/** In the same partition as the alarms they look at. */
export const compositeStore = {
  async find(tx: ReadTransaction, name: string): Promise<CompositeAlarm | undefined> {
    const row = await tx.get(get, { name });
    return row && JSON.parse(row.alarm);
  },

  /** In the order of their names. */
  async list(tx: ReadTransaction): Promise<CompositeAlarm[]> {
    return (await tx.all(list, {})).map(({ alarm }) => JSON.parse(alarm));
  },

  async put(tx: WriteTransaction, alarm: CompositeAlarm): Promise<void> {
    await tx.run(put, { name: alarm.configuration.AlarmName, alarm: JSON.stringify(alarm) });
  },

  async remove(tx: WriteTransaction, name: string): Promise<void> {
    await tx.run(remove, { name });
  },
};

const get = sql<{ name: string }, { alarm: string }>(
  "SELECT alarm FROM cloudwatch_composite_alarms WHERE partition = :partition AND name = :name",
);
const list = sql<Record<never, never>, { alarm: string }>(
  "SELECT alarm FROM cloudwatch_composite_alarms WHERE partition = :partition ORDER BY name",
);
const put = sql<{ name: string; alarm: string }>(
  `INSERT INTO cloudwatch_composite_alarms (partition, name, alarm) VALUES (:partition, :name, :alarm)
   ON CONFLICT (partition, name) DO UPDATE SET alarm = excluded.alarm`,
);
const remove = sql<{ name: string }>(
  "DELETE FROM cloudwatch_composite_alarms WHERE partition = :partition AND name = :name",
);
