import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { BusName } from "../buses/event-bus.ts";
import type { BusEvent } from "./bus-event.ts";
import type { Place } from "./to-effects.ts";

export const fanOutMigrations: readonly Migration[] = [
  {
    name: "fan-outs",
    sql: `
      CREATE TABLE events_fan_outs (
        partition BIGINT NOT NULL, id TEXT NOT NULL, piece BIGINT NOT NULL, definition TEXT NOT NULL, PRIMARY KEY (partition, id)
      );`,
  },
];

/** JSON. An event that leads to more than one commit should hold, and how far it has come. */
export interface FanOut {
  readonly bus: BusName;
  readonly event: BusEvent;
  /** Of a replay for some rules only. */
  readonly filterArns?: readonly string[] | undefined;
  /** Behind the target that was seen to last. */
  readonly after?: Place | undefined;
}

interface KnownFanOut {
  readonly id: string;
  /** The number of the piece that is next. */
  readonly piece: number;
  readonly fanOut: FanOut;
}

/** Events whose deliveries are emitted in pieces, until the last is. */
export const fanOutStore = {
  async find(tx: ReadTransaction, id: string): Promise<KnownFanOut | undefined> {
    const row = await tx.get(find, { id });
    return row && { id, piece: row.piece, fanOut: JSON.parse(row.definition) as FanOut };
  },

  async put(tx: WriteTransaction, { id, piece, fanOut }: KnownFanOut): Promise<void> {
    await tx.run(put, { id, piece, definition: JSON.stringify(fanOut) });
  },

  async remove(tx: WriteTransaction, id: string): Promise<void> {
    await tx.run(remove, { id });
  },
};

const find = sql<{ id: string }, { piece: number; definition: string }>(
  "SELECT piece, definition FROM events_fan_outs WHERE partition = :partition AND id = :id",
);
const put = sql<{ id: string; piece: number; definition: string }>(
  `INSERT INTO events_fan_outs (partition, id, piece, definition) VALUES (:partition, :id, :piece, :definition)
   ON CONFLICT (partition, id) DO UPDATE SET piece = excluded.piece, definition = excluded.definition`,
);
const remove = sql<{ id: string }>("DELETE FROM events_fan_outs WHERE partition = :partition AND id = :id");
