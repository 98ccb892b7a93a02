import type { ReadTransaction } from "../../../storage/database.ts";
import { eachRow } from "../../../storage/each-row.ts";
import { type Chunk, type ChunkRange, chunkStore } from "./chunk-store.ts";
import { comparePositions, type EventPosition } from "./event-position.ts";

export interface LogEvent extends EventPosition {
  readonly stream: string;
  readonly message: string;
  readonly ingestedMs: number;
}

export interface EventRange {
  /** All streams where undefined. */
  readonly stream: string | undefined;
  /** Both ends included. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Leaves a chunk unread that holds nothing of interest. */
  readonly accepts?: (chunk: Chunk) => boolean;
}

/** Oldest first, beginning at the position `from`. */
export function readForward(tx: ReadTransaction, range: EventRange, from: EventPosition | undefined) {
  const fromMs = Math.max(range.fromMs, from?.timestampMs ?? range.fromMs);
  return readEvents(
    tx,
    { ...range, fromMs },
    {
      list: (page) => chunkStore.listForward(tx, page),
      /** No event of a chunk stands before its first. */
      bound: (chunk) => ({ timestampMs: chunk.firstMs, sequence: chunk.sequence, index: 0 }),
      compare: comparePositions,
      isWithin: (event) => from === undefined || comparePositions(event, from) >= 0,
    },
  );
}

/** Newest first, beginning with the last event that stands before the position `before`. */
export function readBackward(tx: ReadTransaction, range: EventRange, before: EventPosition | undefined) {
  const toMs = Math.min(range.toMs, before?.timestampMs ?? range.toMs);
  return readEvents(
    tx,
    { ...range, toMs },
    {
      list: (page) => chunkStore.listBackward(tx, page),
      bound: (chunk) => ({ timestampMs: chunk.lastMs, sequence: chunk.sequence, index: Number.MAX_SAFE_INTEGER }),
      compare: (a, b) => comparePositions(b, a),
      isWithin: (event) => before === undefined || comparePositions(event, before) < 0,
    },
  );
}

interface Direction {
  readonly list: (page: ChunkRange) => Promise<Chunk[]>;
  /** The position that every event of the chunk stands at or behind, in this direction. */
  readonly bound: (chunk: Chunk) => EventPosition;
  readonly compare: (a: EventPosition, b: EventPosition) => number;
  readonly isWithin: (event: EventPosition) => boolean;
}

const chunksAtOnce = 64;

/**
 * Merges chunks that may overlap. They come in the order of their bounds, so what is read already and stands before the next
 * chunk's bound can be given out; memory holds only the chunks that overlap at one moment.
 */
async function* readEvents(tx: ReadTransaction, range: EventRange, direction: Direction): AsyncGenerator<LogEvent> {
  let waiting: LogEvent[] = [];
  const list = (after: Chunk | undefined) => direction.list({ ...range, after, limit: chunksAtOnce });
  for await (const chunk of eachRow(list, chunksAtOnce)) {
    if (range.accepts && !range.accepts(chunk)) continue;
    const bound = direction.bound(chunk);
    const ready = countUntil(waiting, (event) => direction.compare(event, bound) >= 0);
    yield* waiting.slice(0, ready);
    const events = (await readChunk(tx, chunk, range)).filter(direction.isWithin);
    waiting = [...waiting.slice(ready), ...events].sort(direction.compare);
  }
  yield* waiting;
}

async function readChunk(tx: ReadTransaction, chunk: Chunk, { fromMs, toMs }: EventRange): Promise<LogEvent[]> {
  const { sequence, stream, ingestedMs } = chunk;
  const events = await chunkStore.events(tx, sequence);
  return events
    .map(([timestampMs, message], index) => ({ timestampMs, sequence, index, stream, message, ingestedMs }))
    .filter((event) => event.timestampMs >= fromMs && event.timestampMs <= toMs);
}

function countUntil<T>(items: readonly T[], stops: (item: T) => boolean): number {
  const index = items.findIndex(stops);
  return index < 0 ? items.length : index;
}
