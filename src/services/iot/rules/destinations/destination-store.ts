import type { ReadTransaction, WriteTransaction } from "../../../../storage/database.ts";
import { sql } from "../../../../storage/statement.ts";
import { limits } from "../../limits.ts";
import type { Destination } from "./destination.ts";

/** Their table is made with the rules'. */
export const destinationStore = {
  async find(tx: ReadTransaction, id: string): Promise<Destination | undefined> {
    const row = await tx.get(find, { id });
    return row && JSON.parse(row.record);
  },

  /** All: there are few. */
  async list(tx: ReadTransaction): Promise<Destination[]> {
    return (await tx.all(list, { limit: limits.ruleDestinations })).map(({ record }) => JSON.parse(record));
  },

  async put(tx: WriteTransaction, destination: Destination): Promise<void> {
    await tx.run(put, { id: destination.id, record: JSON.stringify(destination) });
  },

  async remove(tx: WriteTransaction, id: string): Promise<void> {
    await tx.run(remove, { id });
  },
};

const find = sql<{ id: string }, { record: string }>(
  "SELECT record FROM iot_rule_destinations WHERE partition = :partition AND id = :id",
);
const list = sql<{ limit: number }, { record: string }>(
  "SELECT record FROM iot_rule_destinations WHERE partition = :partition ORDER BY id LIMIT :limit",
);
const put = sql<{ id: string; record: string }>(
  `INSERT INTO iot_rule_destinations (partition, id, record) VALUES (:partition, :id, :record)
   ON CONFLICT (partition, id) DO UPDATE SET record = excluded.record`,
);
const remove = sql<{ id: string }>("DELETE FROM iot_rule_destinations WHERE partition = :partition AND id = :id");
