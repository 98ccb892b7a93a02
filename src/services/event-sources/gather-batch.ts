import type { SourceRecord } from "./event-source.ts";
import type { BatchSettings, PollerOptions } from "./poller-options.ts";

/** What one turn of a poller has taken. */
export interface GatheredBatch<R, Ticket> {
  readonly records: readonly R[];
  /** Room for it, if it was had with the records. */
  readonly ticket: Ticket | undefined;
  /** There was no room for more. */
  readonly isRefused: boolean;
  /** There may well be more. */
  readonly isFull: boolean;
}

type Gathering<R extends SourceRecord, Ticket> = Pick<
  PollerOptions<R, Ticket>,
  "source" | "batch" | "admissions" | "clock"
>;

/** Waits for a first record, and then for what comes within the window. */
export async function gatherBatch<R extends SourceRecord, Ticket>(
  options: Gathering<R, Ticket>,
  signal: AbortSignal,
): Promise<GatheredBatch<R, Ticket>> {
  const { batch, source, admissions } = options;
  const first = await receive(options, batch.size, signal);
  const { records } = first;
  const fits = Math.min(batch.size, source.mostPerReceive);
  if (batch.windowMs === 0 || records.length === 0 || records.length >= batch.size)
    return { ...first, isFull: records.length >= fits };
  // A window may last for minutes: no room is held for it.
  if (first.ticket !== undefined) admissions.leave(first.ticket);
  const { all, isRefused } = await gatherMore(options, records, signal);
  return { records: all, ticket: undefined, isRefused, isFull: all.length >= batch.size };
}

interface Received<R, Ticket> {
  readonly records: readonly R[];
  readonly ticket: Ticket | undefined;
  readonly isRefused: boolean;
}

async function receive<R extends SourceRecord, Ticket>(
  { source, admissions }: Gathering<R, Ticket>,
  most: number,
  signal: AbortSignal,
): Promise<Received<R, Ticket>> {
  let ticket: Ticket | undefined;
  let isRefused = false;
  const admission = {
    enter: async () => {
      ticket = await admissions.enter();
      isRefused = ticket === undefined;
      return !isRefused;
    },
    leave: () => {
      if (ticket !== undefined) admissions.leave(ticket);
      ticket = undefined;
    },
  };
  try {
    const records = await source.receive({ most, signal, admission });
    if (records.length === 0) admission.leave();
    return { records, ticket, isRefused };
  } catch (error) {
    admission.leave();
    throw error;
  }
}

async function gatherMore<R extends SourceRecord, Ticket>(
  options: Gathering<R, Ticket>,
  first: readonly R[],
  signal: AbortSignal,
): Promise<{ all: readonly R[]; isRefused: boolean }> {
  const { batch, admissions, clock, source } = options;
  const all = [...first];
  const window = new AbortController();
  const end = () => window.abort();
  const timer = clock.after(batch.windowMs, end);
  signal.addEventListener("abort", end);
  let bytes = bytesOf(all);
  let isRefused = false;
  // A large batch is gathered by several receives at once; what one of them may still take the others do not ask for.
  let asked = 0;
  const gather = async () => {
    while (!window.signal.aborted && !isRefused) {
      const most = Math.min(batch.size - all.length - asked, source.mostPerReceive);
      if (most <= 0) return;
      asked += most;
      const received = await receive(options, most, window.signal).finally(() => {
        asked -= most;
      });
      if (received.ticket !== undefined) admissions.leave(received.ticket);
      isRefused ||= received.isRefused;
      all.push(...received.records);
      bytes += bytesOf(received.records);
      if (all.length >= batch.size || bytes >= batch.bytes) end();
    }
  };
  const receives = Math.min(receivesOfOne, Math.ceil((batch.size - all.length) / source.mostPerReceive));
  // What has been taken is handled, whatever becomes of the next receive; its trouble is met again by the next turn.
  await Promise.all(Array.from({ length: receives }, () => gather().catch(end)));
  timer.cancel();
  signal.removeEventListener("abort", end);
  return { all, isRefused };
}

/** Receives at the same time for one batch. */
const receivesOfOne = 5;

function bytesOf(records: readonly SourceRecord[]): number {
  let total = 0;
  for (const { bytes } of records) total += bytes + 1;
  return total;
}

/** Into parts that a payload can have; one record is never too large by itself. */
export function splitBatch<R extends SourceRecord>(records: readonly R[], { size, bytes }: BatchSettings): R[][] {
  const parts: R[][] = [];
  let part: R[] = [];
  let partBytes = 0;
  for (const record of records) {
    if (part.length > 0 && (part.length >= size || partBytes + record.bytes + 1 > bytes)) {
      parts.push(part);
      part = [];
      partBytes = 0;
    }
    part.push(record);
    partBytes += record.bytes + 1;
  }
  if (part.length > 0) parts.push(part);
  return parts;
}
