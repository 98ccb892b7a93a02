import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import { limits } from "../limits.ts";

/**
 * Events are stored as they come, one row for each batch: a row for each line would cost a hundred times as much. Within a
 * chunk they are in the order of time; chunks may overlap, and reading merges them (`event-reader.ts`).
 */
export interface Chunk {
  /** In the order of ingestion, unique within the group. */
  readonly sequence: number;
  readonly stream: string;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly ingestedMs: number;
  readonly storedBytes: number;
}

/** `[timestamp in ms, message]` */
export type StoredEvent = readonly [timestampMs: number, message: string];

export const chunkStore = {
  async add(tx: WriteTransaction, chunk: Chunk, events: readonly StoredEvent[]): Promise<void> {
    await tx.run(add, { ...chunk, events: JSON.stringify(events) });
  },

  async events(tx: ReadTransaction, sequence: number): Promise<readonly StoredEvent[]> {
    const row = await tx.get(getEvents, { sequence });
    return row ? JSON.parse(row.events) : [];
  },

  /** Oldest first, those of one stream or of all. `after` is the last chunk of the page before. */
  async listForward(tx: ReadTransaction, range: ChunkRange): Promise<Chunk[]> {
    const { stream, fromMs, toMs, limit } = range;
    // No chunk spans more than a batch may, so older ones need not be looked at: a tail reads the end alone.
    const after = range.after ?? { firstMs: Math.max(0, fromMs - limits.batchSpanMs), sequence: 0 };
    const bounds = { fromMs, toMs, limit, afterMs: after.firstMs, afterSequence: after.sequence };
    const rows =
      stream === undefined ? await tx.all(forward, bounds) : await tx.all(streamForward, { ...bounds, stream });
    return rows.map(toChunk);
  },

  /** Newest first. */
  async listBackward(tx: ReadTransaction, range: ChunkRange): Promise<Chunk[]> {
    const { stream, fromMs, toMs, limit } = range;
    const latestMs = Math.min(Number.MAX_SAFE_INTEGER, toMs + limits.batchSpanMs);
    const after = range.after ?? { lastMs: latestMs, sequence: Number.MAX_SAFE_INTEGER };
    const bounds = { fromMs, toMs, limit, afterMs: after.lastMs, afterSequence: after.sequence };
    const rows =
      stream === undefined ? await tx.all(backward, bounds) : await tx.all(streamBackward, { ...bounds, stream });
    return rows.map(toChunk);
  },

  /** The stream's first chunks. */
  async listOfStream(tx: ReadTransaction, stream: string, limit: number): Promise<Chunk[]> {
    return (await tx.all(ofStream, { stream, limit })).map(toChunk);
  },

  /** Chunks of which no event is as young as `beforeMs`, oldest first. */
  async listExpired(tx: ReadTransaction, beforeMs: number, limit: number): Promise<Chunk[]> {
    return (await tx.all(expired, { beforeMs, limit })).map(toChunk);
  },

  async remove(tx: WriteTransaction, sequence: number): Promise<void> {
    await tx.run(remove, { sequence });
  },
};

export interface ChunkRange {
  /** All streams where undefined. */
  readonly stream: string | undefined;
  /** Chunks that may hold events of this span, both ends included. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly after: Chunk | undefined;
  readonly limit: number;
}

interface ChunkRow {
  readonly sequence: number;
  readonly stream: string;
  readonly first_ms: number;
  readonly last_ms: number;
  readonly ingested_ms: number;
  readonly stored_bytes: number;
}

type Bounds = { fromMs: number; toMs: number; limit: number; afterMs: number; afterSequence: number };

const columns = "sequence, stream, first_ms, last_ms, ingested_ms, stored_bytes";
const isForward = `last_ms >= :fromMs AND first_ms <= :toMs AND (first_ms, sequence) > (:afterMs, :afterSequence)
   ORDER BY first_ms, sequence LIMIT :limit`;
const isBackward = `last_ms >= :fromMs AND first_ms <= :toMs AND (last_ms, sequence) < (:afterMs, :afterSequence)
   ORDER BY last_ms DESC, sequence DESC LIMIT :limit`;

const add = sql<{
  sequence: number;
  stream: string;
  firstMs: number;
  lastMs: number;
  ingestedMs: number;
  storedBytes: number;
  events: string;
}>(
  `INSERT INTO logs_chunks (partition, sequence, stream, first_ms, last_ms, ingested_ms, stored_bytes, events)
   VALUES (:partition, :sequence, :stream, :firstMs, :lastMs, :ingestedMs, :storedBytes, :events)`,
);
const getEvents = sql<{ sequence: number }, { events: string }>(
  "SELECT events FROM logs_chunks WHERE partition = :partition AND sequence = :sequence",
);
const forward = sql<Bounds, ChunkRow>(
  `SELECT ${columns} FROM logs_chunks WHERE partition = :partition AND ${isForward}`,
);
const backward = sql<Bounds, ChunkRow>(
  `SELECT ${columns} FROM logs_chunks WHERE partition = :partition AND ${isBackward}`,
);
const streamForward = sql<Bounds & { stream: string }, ChunkRow>(
  `SELECT ${columns} FROM logs_chunks WHERE partition = :partition AND stream = :stream AND ${isForward}`,
);
const streamBackward = sql<Bounds & { stream: string }, ChunkRow>(
  `SELECT ${columns} FROM logs_chunks WHERE partition = :partition AND stream = :stream AND ${isBackward}`,
);
const ofStream = sql<{ stream: string; limit: number }, ChunkRow>(
  `SELECT ${columns} FROM logs_chunks WHERE partition = :partition AND stream = :stream
   ORDER BY first_ms, sequence LIMIT :limit`,
);
const expired = sql<{ beforeMs: number; limit: number }, ChunkRow>(
  `SELECT ${columns} FROM logs_chunks WHERE partition = :partition AND last_ms < :beforeMs
   ORDER BY last_ms, sequence LIMIT :limit`,
);
const remove = sql<{ sequence: number }>(
  "DELETE FROM logs_chunks WHERE partition = :partition AND sequence = :sequence",
);

function toChunk(row: ChunkRow): Chunk {
  return {
    sequence: row.sequence,
    stream: row.stream,
    firstMs: row.first_ms,
    lastMs: row.last_ms,
    ingestedMs: row.ingested_ms,
    storedBytes: row.stored_bytes,
  };
}
