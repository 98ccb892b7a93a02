import type { Clock } from "../../../platform/clock.ts";
import type { ReadTransaction } from "../../../storage/database.ts";
import { eventBytes } from "../events/event-page.ts";
import type { EventPosition } from "../events/event-position.ts";
import { type EventRange, type LogEvent, readBackward } from "../events/event-reader.ts";
import { limits } from "../limits.ts";

/** The events of one group, and how to read them. */
export interface EventScan {
  readonly range: EventRange;
  readonly read: <T>(work: (tx: ReadTransaction) => Promise<T>) => Promise<T>;
  readonly clock: Pick<Clock, "monotonicMs">;
  /** Called for each event, the newest first. False ends the scan. */
  readonly visit: (event: LogEvent) => boolean;
}

/** Goes through all events in slices, with a turn of the process between them: a large group keeps nobody else waiting. */
export async function scanEvents(scan: EventScan): Promise<void> {
  let before: EventPosition | undefined;
  do {
    before = await scan.read((tx) => scanSlice(tx, scan, before));
    await new Promise(setImmediate);
  } while (before);
}

const sliceMs = 20;

/** Gives the position to go on before; undefined at the end. */
async function scanSlice(
  tx: ReadTransaction,
  { range, clock, visit }: EventScan,
  before: EventPosition | undefined,
): Promise<EventPosition | undefined> {
  const endMs = clock.monotonicMs() + sliceMs;
  let bytes = 0;
  for await (const event of readBackward(tx, range, before)) {
    if (!visit(event)) return undefined;
    bytes += eventBytes(event.message);
    // Bytes bound what is read, the time what is done with it: a query may do a lot with each event.
    if (bytes > limits.filterSliceBytes || clock.monotonicMs() > endMs) return event;
  }
  return undefined;
}
