import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Chunk } from "../events/chunk-store.ts";
import { afterEveryName, toNameRange } from "../groups/name-range.ts";

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

  async listByName(tx: ReadTransaction, { prefix, descending, after, limit }: NamePage): Promise<LogStream[]> {
    const range = { ...toNameRange(prefix), limit };
    const rows = descending
      ? await tx.all(namesDown, { ...range, after: after ?? afterEveryName })
      : await tx.all(namesUp, { ...range, after: after ?? "" });
    return rows.map(toStream);
  },

  /** By their last event; those without any come first. */
  async listByTime(tx: ReadTransaction, { descending, after, limit }: TimePage): Promise<LogStream[]> {
    const first = descending ? { lastEventMs: Number.MAX_SAFE_INTEGER, name: "" } : { lastEventMs: -1, name: "" };
    const { lastEventMs: afterMs, name: afterName } = after ?? first;
    const rows = await tx.all(descending ? timesDown : timesUp, { afterMs, afterName, limit });
    return rows.map(toStream);
  },

  async add(tx: WriteTransaction, name: string, createdMs: number): Promise<void> {
    await tx.run(add, { name, createdMs });
  },

  /** Takes in the times and bytes of events that were just appended. False if there is no such stream. */
  async extend(tx: WriteTransaction, chunk: Chunk): Promise<boolean> {
    const { stream: name, firstMs, lastMs, ingestedMs, storedBytes: bytes } = chunk;
    if ((await tx.change(extend, { name, firstMs, lastMs, ingestedMs, bytes })) === 0) return false;
    await tx.run(addToGroup, { bytes });
    return true;
  },

  /** What all streams store together. It is kept, since a group may have a hundred thousand streams. */
  async storedBytes(tx: ReadTransaction): Promise<number> {
    return (await tx.get(groupBytes, {}))?.bytes ?? 0;
  },

  /** Takes away the bytes of events that were just removed. */
  async shrink(tx: WriteTransaction, name: string, bytes: number): Promise<void> {
    await tx.run(shrink, { name, bytes });
    await tx.run(addToGroup, { bytes: -bytes });
  },

  async remove(tx: WriteTransaction, name: string): Promise<void> {
    await tx.run(remove, { name });
  },
};

interface NamePage {
  readonly prefix: string;
  readonly descending: boolean;
  /** The last name of the page before. */
  readonly after: string | undefined;
  readonly limit: number;
}

interface TimePage {
  readonly descending: boolean;
  readonly after: { readonly lastEventMs: number; readonly name: string } | undefined;
  readonly limit: number;
}

interface StreamRow {
  readonly name: string;
  readonly created_ms: number;
  readonly first_event_ms: number;
  readonly last_event_ms: number;
  readonly last_ingestion_ms: number;
}

type NameBounds = { from: string; until: string; after: string; limit: number };
type TimeBounds = { afterMs: number; afterName: string; limit: number };

const get = sql<{ name: string }, StreamRow>(
  "SELECT * FROM logs_streams WHERE partition = :partition AND name = :name",
);
const namesUp = sql<NameBounds, StreamRow>(
  `SELECT * FROM logs_streams WHERE partition = :partition AND name >= :from AND name < :until AND name > :after
   ORDER BY name LIMIT :limit`,
);
const namesDown = sql<NameBounds, StreamRow>(
  `SELECT * FROM logs_streams WHERE partition = :partition AND name >= :from AND name < :until AND name < :after
   ORDER BY name DESC LIMIT :limit`,
);
const timesUp = sql<TimeBounds, StreamRow>(
  `SELECT * FROM logs_streams WHERE partition = :partition AND (last_event_ms, name) > (:afterMs, :afterName)
   ORDER BY last_event_ms, name LIMIT :limit`,
);
const timesDown = sql<TimeBounds, StreamRow>(
  `SELECT * FROM logs_streams WHERE partition = :partition AND (last_event_ms, name) < (:afterMs, :afterName)
   ORDER BY last_event_ms DESC, name DESC LIMIT :limit`,
);
const add = sql<{ name: string; createdMs: number }>(
  "INSERT INTO logs_streams (partition, name, created_ms) VALUES (:partition, :name, :createdMs)",
);
const groupBytes = sql<Record<never, never>, { bytes: number }>(
  "SELECT stored_bytes AS bytes FROM logs_group_bytes WHERE partition = :partition",
);
const addToGroup = sql<{ bytes: number }>(
  `INSERT INTO logs_group_bytes (partition, stored_bytes) VALUES (:partition, :bytes)
   ON CONFLICT (partition) DO UPDATE SET stored_bytes = logs_group_bytes.stored_bytes + excluded.stored_bytes`,
);
const shrink = sql<{ name: string; bytes: number }>(
  "UPDATE logs_streams SET stored_bytes = stored_bytes - :bytes WHERE partition = :partition AND name = :name",
);
const extend = sql<{ name: string; firstMs: number; lastMs: number; ingestedMs: number; bytes: number }>(
  `UPDATE logs_streams SET
     first_event_ms = CASE WHEN first_event_ms = 0 OR first_event_ms > :firstMs THEN :firstMs ELSE first_event_ms END,
     last_event_ms = CASE WHEN last_event_ms < :lastMs THEN :lastMs ELSE last_event_ms END,
     last_ingestion_ms = :ingestedMs,
     stored_bytes = stored_bytes + :bytes
   WHERE partition = :partition AND name = :name`,
);
const remove = sql<{ name: string }>("DELETE FROM logs_streams WHERE partition = :partition AND name = :name");

function toStream(row: StreamRow): LogStream {
  return {
    name: row.name,
    createdMs: row.created_ms,
    firstEventMs: row.first_event_ms || undefined,
    lastEventMs: row.last_event_ms || undefined,
    lastIngestionMs: row.last_ingestion_ms || undefined,
  };
}
