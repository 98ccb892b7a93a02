import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Page } from "../buses/bus-store.ts";
import type { Archive, Replay } from "./archive.ts";

export const archiveMigrations: readonly Migration[] = [
  {
    name: "archives",
    sql: `
      CREATE TABLE events_archives (
        partition BIGINT NOT NULL, bus TEXT NOT NULL, name TEXT NOT NULL, definition TEXT NOT NULL, PRIMARY KEY (partition, name)
      );
      CREATE TABLE events_replays (
        partition BIGINT NOT NULL, name TEXT NOT NULL, definition TEXT NOT NULL, PRIMARY KEY (partition, name)
      );
      CREATE TABLE events_archived (
        partition BIGINT NOT NULL, time_ms BIGINT NOT NULL, seq BIGINT NOT NULL, id TEXT NOT NULL, bytes BIGINT NOT NULL,
        event TEXT NOT NULL, PRIMARY KEY (partition, time_ms, seq)
      );
      CREATE UNIQUE INDEX events_archived_by_id ON events_archived (partition, id);`,
  },
  {
    name: "archive-totals",
    sql: `
      CREATE TABLE events_archive_totals (
        partition BIGINT NOT NULL, events BIGINT NOT NULL, bytes BIGINT NOT NULL, PRIMARY KEY (partition)
      );
      INSERT INTO events_archive_totals (partition, events, bytes)
        SELECT partition, COUNT(*), SUM(bytes) FROM events_archived GROUP BY partition;`,
  },
];

/** The archives and replays of one account and region. */
export const archiveStore = {
  async find(tx: ReadTransaction, name: string): Promise<Archive | undefined> {
    const row = await tx.get(find, { name });
    return row && toArchive(row);
  },

  async list(tx: ReadTransaction, { prefix, after, limit }: Page): Promise<Archive[]> {
    return (await tx.all(list, { from: prefix, to: `${prefix}~`, after, limit })).map(toArchive);
  },

  async listOfBus(tx: ReadTransaction, bus: string): Promise<Archive[]> {
    return (await tx.all(listOfBus, { bus })).map(toArchive);
  },

  async count(tx: ReadTransaction): Promise<number> {
    return (await tx.get(count, {}))?.count ?? 0;
  },

  async put(tx: WriteTransaction, { name, bus, ...rest }: Archive): Promise<void> {
    await tx.run(put, { name, bus, definition: JSON.stringify(rest) });
  },

  async remove(tx: WriteTransaction, { name, bus }: Archive): Promise<void> {
    await tx.run(remove, { name, bus });
  },
};

type Row = { name: string; bus: string; definition: string };

type Range = { from: string; to: string; after: string; limit: number };
const find = sql<{ name: string }, Row>(
  "SELECT name, bus, definition FROM events_archives WHERE partition = :partition AND name = :name",
);
const list = sql<Range, Row>(
  `SELECT name, bus, definition FROM events_archives WHERE partition = :partition AND name >= :from AND name < :to AND name > :after
   ORDER BY name LIMIT :limit`,
);
const listOfBus = sql<{ bus: string }, Row>(
  "SELECT name, bus, definition FROM events_archives WHERE partition = :partition AND bus = :bus ORDER BY name",
);
const count = sql<Record<never, never>, { count: number }>(
  "SELECT COUNT(*) AS count FROM events_archives WHERE partition = :partition",
);
const put = sql<Row>(
  `INSERT INTO events_archives (partition, name, bus, definition) VALUES (:partition, :name, :bus, :definition)
   ON CONFLICT (partition, name) DO UPDATE SET definition = excluded.definition`,
);
const remove = sql<{ name: string; bus: string }>(
  "DELETE FROM events_archives WHERE partition = :partition AND name = :name AND bus = :bus",
);

function toArchive({ name, bus, definition }: Row): Archive {
  return { name, bus, ...(JSON.parse(definition) as Omit<Archive, "name" | "bus">) };
}

export const replayStore = {
  async find(tx: ReadTransaction, name: string): Promise<Replay | undefined> {
    const row = await tx.get(findReplay, { name });
    return row && toReplay(row);
  },

  async list(tx: ReadTransaction, { prefix, after, limit }: Page): Promise<Replay[]> {
    return (await tx.all(listReplays, { from: prefix, to: `${prefix}~`, after, limit })).map(toReplay);
  },

  async put(tx: WriteTransaction, { name, ...rest }: Replay): Promise<void> {
    await tx.run(putReplay, { name, definition: JSON.stringify(rest) });
  },
};

type ReplayRow = { name: string; definition: string };

const findReplay = sql<{ name: string }, ReplayRow>(
  "SELECT name, definition FROM events_replays WHERE partition = :partition AND name = :name",
);
const listReplays = sql<Range, ReplayRow>(
  `SELECT name, definition FROM events_replays WHERE partition = :partition AND name >= :from AND name < :to AND name > :after
   ORDER BY name LIMIT :limit`,
);
const putReplay = sql<ReplayRow>(
  `INSERT INTO events_replays (partition, name, definition) VALUES (:partition, :name, :definition)
   ON CONFLICT (partition, name) DO UPDATE SET definition = excluded.definition`,
);

function toReplay({ name, definition }: ReplayRow): Replay {
  return { name, ...(JSON.parse(definition) as Omit<Replay, "name">) };
}

export interface ArchivedEvent {
  readonly timeMs: number;
  readonly seq: number;
  /** JSON. */
  readonly event: string;
}

/** What one archive holds, in the order of the events' times. How much that is, is kept beside it. */
export const archivedStore = {
  /** One that is there already stays as it is. */
  async add(
    tx: WriteTransaction,
    { id, timeMs, bytes, event }: { id: string; timeMs: number; bytes: number; event: string },
  ): Promise<void> {
    const added = await tx.change(add, { id, timeMs, seq: await tx.nextSequence(), bytes, event });
    if (added > 0) await tx.run(addTotals, { events: added, bytes });
  },

  async totals(tx: ReadTransaction): Promise<{ readonly count: number; readonly bytes: number }> {
    const row = await tx.get(totals, {});
    return { count: row?.events ?? 0, bytes: row?.bytes ?? 0 };
  },

  /** From `fromMs` on and before `toMs`, behind the position. */
  async list(
    tx: ReadTransaction,
    { timeMs, seq, toMs, limit }: { timeMs: number; seq: number; toMs: number; limit: number },
  ): Promise<ArchivedEvent[]> {
    const rows = await tx.all(listArchived, { timeMs, seq, toMs, limit });
    return rows.map((row) => ({ timeMs: row.time_ms, seq: row.seq, event: row.event }));
  },

  /** The oldest of those from before a time, so many at most. Gives how many there were. */
  async removeOlder(tx: WriteTransaction, beforeMs: number, most: number): Promise<number> {
    const rows = await tx.all(older, { beforeMs, most });
    const last = rows.at(-1);
    if (!last) return 0;
    await tx.run(removeUpTo, { timeMs: last.time_ms, seq: last.seq });
    const bytes = rows.reduce((sum, row) => sum + row.bytes, 0);
    await tx.run(addTotals, { events: -rows.length, bytes: -bytes });
    return rows.length;
  },
};

const add = sql<{ id: string; timeMs: number; seq: number; bytes: number; event: string }>(
  `INSERT INTO events_archived (partition, time_ms, seq, id, bytes, event) VALUES (:partition, :timeMs, :seq, :id, :bytes, :event)
   ON CONFLICT (partition, id) DO NOTHING`,
);
const totals = sql<Record<never, never>, { events: number; bytes: number }>(
  "SELECT events, bytes FROM events_archive_totals WHERE partition = :partition",
);
const addTotals = sql<{ events: number; bytes: number }>(
  `INSERT INTO events_archive_totals (partition, events, bytes) VALUES (:partition, :events, :bytes)
   ON CONFLICT (partition) DO UPDATE SET events = events_archive_totals.events + excluded.events,
     bytes = events_archive_totals.bytes + excluded.bytes`,
);
const listArchived = sql<
  { timeMs: number; seq: number; toMs: number; limit: number },
  { time_ms: number; seq: number; event: string }
>(
  `SELECT time_ms, seq, event FROM events_archived WHERE partition = :partition AND (time_ms, seq) > (:timeMs, :seq)
   AND time_ms < :toMs ORDER BY time_ms, seq LIMIT :limit`,
);
const older = sql<{ beforeMs: number; most: number }, { time_ms: number; seq: number; bytes: number }>(
  `SELECT time_ms, seq, bytes FROM events_archived WHERE partition = :partition AND time_ms < :beforeMs
   ORDER BY time_ms, seq LIMIT :most`,
);
const removeUpTo = sql<{ timeMs: number; seq: number }>(
  "DELETE FROM events_archived WHERE partition = :partition AND (time_ms, seq) <= (:timeMs, :seq)",
);
