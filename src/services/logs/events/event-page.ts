import { limits } from "../limits.ts";
import type { LogEvent } from "./event-reader.ts";

/** Events up to a page's limits, in the order in which they were read. */
export async function takePage(
  events: AsyncIterable<LogEvent>,
  limit = limits.pageEvents as number,
): Promise<LogEvent[]> {
  const page: LogEvent[] = [];
  let bytes = 0;
  for await (const event of events) {
    bytes += eventBytes(event.message);
    // One event always fits, or a client would ask for ever.
    if (bytes > limits.pageBytes && page.length > 0) break;
    page.push(event);
    if (page.length >= limit) break;
  }
  return page;
}

/** How AWS counts an event: its text in UTF-8 and a fixed part. */
export function eventBytes(message: string): number {
  return Buffer.byteLength(message) + limits.eventOverheadBytes;
}
