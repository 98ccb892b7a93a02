import type { ReadTransaction, WriteTransaction } from "../../storage/database.ts";
import { sql } from "../../storage/statement.ts";

/** Times are undefined until the first event. */
export interface LogStream {
  readonly name: string;
  readonly createdMs: number;
  readonly firstEventMs: number | undefined;
  readonly lastEventMs: number | undefined;
  readonly lastIngestionMs: number | undefined;
}

/** The streams of one group. */
export const streamStore = {
  async find(tx: ReadTransaction, name: string): Promise<LogStream | undefined> {
    const row = await tx.get(get, { name });
    return row && toStream(row);
  },

  async list(tx: ReadTransaction): Promise<LogStream[]> {
    return (await tx.all(list, {})).map(toStream);
  },

  async add(tx: WriteTransaction, name: string, createdMs: number): Promise<void> {
    await tx.run(add, { name, createdMs });
  },

  /** Takes in the times of events that were just appended. */
  async extend(tx: WriteTransaction, stream: LogStream, events: EventTimes): Promise<void> {
    await tx.run(extend, {
      name: stream.name,
      firstMs: Math.min(stream.firstEventMs ?? events.firstMs, events.firstMs),
      lastMs: Math.max(stream.lastEventMs ?? events.lastMs, events.lastMs),
      ingestedMs: events.ingestedMs,
    });
  },

  async remove(tx: WriteTransaction, name: string): Promise<void> {
    await tx.run(remove, { name });
  },
};

export interface EventTimes {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly ingestedMs: number;
}

interface StreamRow {
  readonly name: string;
  readonly created_ms: number;
  readonly first_event_ms: number | null;
  readonly last_event_ms: number | null;
  readonly last_ingestion_ms: number | null;
}

const get = sql<{ name: string }, StreamRow>("SELECT * FROM logs_streams WHERE partition = :partition AND name = :name");
const list = sql<Record<never, never>, StreamRow>("SELECT * FROM logs_streams WHERE partition = :partition ORDER BY name");
const add = sql<{ name: string; createdMs: number }>(
  "INSERT INTO logs_streams (partition, name, created_ms) VALUES (:partition, :name, :createdMs)",
);
const extend = sql<{ name: string; firstMs: number; lastMs: number; ingestedMs: number }>(
  `UPDATE logs_streams SET first_event_ms = :firstMs, last_event_ms = :lastMs, last_ingestion_ms = :ingestedMs
   WHERE partition = :partition AND name = :name`,
);
const remove = sql<{ name: string }>("DELETE FROM logs_streams WHERE partition = :partition AND name = :name");

function toStream(row: StreamRow): LogStream {
  const optional = (value: number | null) => (value === null ? undefined : Number(value));
  return {
    name: row.name,
    createdMs: Number(row.created_ms),
    firstEventMs: optional(row.first_event_ms),
    lastEventMs: optional(row.last_event_ms),
    lastIngestionMs: optional(row.last_ingestion_ms),
  };
}
