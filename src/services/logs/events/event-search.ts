import { Pace } from "../../../platform/pace.ts";
import type { ReadTransaction } from "../../../storage/database.ts";
import { Message, type MessageTest, matchInTurns } from "../filter-pattern/message.ts";
import { limits } from "../limits.ts";
import { eventBytes } from "./event-page.ts";
import { type EventPosition, positionAfter } from "./event-position.ts";
import { type EventRange, type LogEvent, readBackward, readForward } from "./event-reader.ts";

export type Direction = "forward" | "backward";

export interface EventSearch {
  readonly direction: Direction;
  /** Where it begins; at the range's end where undefined. */
  readonly boundary: EventPosition | undefined;
  readonly range: EventRange;
  readonly matches: MessageTest;
  readonly limit: number;
}

export interface FoundEvents {
  readonly events: readonly LogEvent[];
  /** Where to go on, if anything may be left. A long search without a match ends too, with what was found so far. */
  readonly next: EventPosition | undefined;
}

/**
 * One page of matching events. It is read in slices with a turn of the process between them, since a search through a whole
 * group would keep everybody else waiting. What comes in meanwhile may be found too.
 */
export async function searchEvents(
  search: EventSearch,
  read: <T>(work: (tx: ReadTransaction) => Promise<T>) => Promise<T>,
): Promise<FoundEvents> {
  const page = new Page(search.limit);
  let boundary = search.boundary;
  while (page.scannedBytes < limits.filterScanBytes) {
    const slice = await read((tx) => searchSlice(tx, { ...search, boundary }, page));
    boundary = slice.next;
    await new Promise(setImmediate);
    if (slice.long) {
      // Outside of the read, which takes one of few connections.
      const { event, isMatch } = slice.long;
      if (!(await isMatch) || page.add(event)) boundary = behind(search.direction, event);
    }
    if (boundary === undefined || page.isFull) break;
  }
  return { events: page.events, next: boundary };
}

interface Slice {
  /** The boundary to go on from, undefined when nothing is left. */
  readonly next: EventPosition | undefined;
  /** The event behind it, if it takes more than one turn to look at. */
  readonly long?: { readonly event: LogEvent; readonly isMatch: Promise<boolean> };
}

function behind(direction: Direction, event: LogEvent): EventPosition {
  return direction === "forward" ? positionAfter(event) : event;
}

/** The first event of a search always finds room. */
async function searchSlice(
  tx: ReadTransaction,
  { direction, boundary, range, matches }: EventSearch,
  page: Page,
): Promise<Slice> {
  const isForward = direction === "forward";
  const events = isForward ? readForward(tx, range, boundary) : readBackward(tx, range, boundary);
  let last: LogEvent | undefined;
  let scannedBytes = 0;
  const pace = new Pace();
  const next = () => (last ? behind(direction, last) : boundary);
  for await (const event of events) {
    // Bytes bound what is read, the time what the pattern does with it.
    const isOver = scannedBytes > limits.filterSliceBytes || (last !== undefined && pace.isOver);
    if (isOver) return { next: next() };
    const isMatch = matchInTurns(matches, new Message(event.message), pace);
    const bytes = eventBytes(event.message);
    page.scannedBytes += bytes;
    if (typeof isMatch !== "boolean") return { next: next(), long: { event, isMatch } };
    if (isMatch && !page.add(event)) return { next: next() };
    last = event;
    scannedBytes += bytes;
  }
  return { next: undefined };
}

class Page {
  readonly events: LogEvent[] = [];
  /** Of all events that were looked at for it. */
  scannedBytes = 0;
  readonly #limit: number;
  #bytes = 0;
  #isFull = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Something had no room. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** False if there is no room. One event always fits, or a client would ask for ever. */
  add(event: LogEvent): boolean {
    const bytes = this.#bytes + eventBytes(event.message);
    this.#isFull = this.events.length >= this.#limit || (this.events.length > 0 && bytes > limits.pageBytes);
    if (this.#isFull) return false;
    this.events.push(event);
    this.#bytes = bytes;
    return true;
  }
}
