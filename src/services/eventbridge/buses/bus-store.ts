import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import { defaultBus, type EventBus } from "./event-bus.ts";

export const busMigrations: readonly Migration[] = [
  {
    name: "buses",
    sql: `
      CREATE TABLE events_buses (
        partition BIGINT NOT NULL, bus TEXT NOT NULL, definition TEXT NOT NULL, PRIMARY KEY (partition, bus)
      );`,
  },
];

interface Row {
  bus: string;
  definition: string;
}

/** The buses of one account and region. The parameter of every statement on a bus is `bus`: the cache knows by it what has changed. */
export const busStore = {
  /** The default bus is there before anything is stored of it. */
  async find(tx: ReadTransaction, bus: string): Promise<EventBus | undefined> {
    const row = await tx.get(find, { bus });
    if (row) return toBus(row);
    return bus === defaultBus ? { name: bus, tags: {}, createdMs: 0, modifiedMs: 0 } : undefined;
  },

  /** In the order of their names. */
  async list(tx: ReadTransaction, { prefix, after, limit }: Page): Promise<EventBus[]> {
    const rows = await tx.all(list, { from: prefix, to: `${prefix}~`, after, limit });
    const buses = rows.map(toBus);
    const isStored = buses.some(({ name }) => name === defaultBus);
    if (isStored || !defaultBus.startsWith(prefix) || defaultBus <= after || (await tx.get(find, { bus: defaultBus })))
      return buses;
    const all = [...buses, { name: defaultBus, tags: {}, createdMs: 0, modifiedMs: 0 }];
    return all.sort((a, b) => (a.name < b.name ? -1 : 1)).slice(0, limit);
  },

  async count(tx: ReadTransaction): Promise<number> {
    return (await tx.get(count, {}))?.count ?? 0;
  },

  async put(tx: WriteTransaction, { name, ...rest }: EventBus): Promise<void> {
    await tx.run(put, { bus: name, definition: JSON.stringify(rest) });
  },

  async remove(tx: WriteTransaction, bus: string): Promise<void> {
    await tx.run(remove, { bus });
  },
};

export interface Page {
  readonly prefix: string;
  readonly after: string;
  readonly limit: number;
}

const find = sql<{ bus: string }, Row>(
  "SELECT bus, definition FROM events_buses WHERE partition = :partition AND bus = :bus",
);
const list = sql<{ from: string; to: string; after: string; limit: number }, Row>(
  `SELECT bus, definition FROM events_buses WHERE partition = :partition AND bus >= :from AND bus < :to AND bus > :after
   ORDER BY bus LIMIT :limit`,
);
const count = sql<Record<never, never>, { count: number }>(
  "SELECT COUNT(*) AS count FROM events_buses WHERE partition = :partition",
);
const put = sql<{ bus: string; definition: string }>(
  `INSERT INTO events_buses (partition, bus, definition) VALUES (:partition, :bus, :definition)
   ON CONFLICT (partition, bus) DO UPDATE SET definition = excluded.definition`,
);
const remove = sql<{ bus: string }>("DELETE FROM events_buses WHERE partition = :partition AND bus = :bus");

function toBus({ bus, definition }: Row): EventBus {
  return { name: bus, ...(JSON.parse(definition) as Omit<EventBus, "name">) };
}
