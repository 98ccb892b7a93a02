import { eventBytes } from "../events/event-page.ts";
import { EventRow, type EventSource } from "./event-row.ts";
import type { QueryPlan } from "./plan.ts";
import type { QueryResult } from "./query-result.ts";
import { type EventScan, scanEvents } from "./scan-events.ts";

/** A query on its way. */
export interface QueryRun extends Pick<EventScan, "clock"> {
  readonly plan: QueryPlan;
  readonly targets: readonly QueryTarget[];
  /** What is found goes in here, and how much was looked at. */
  readonly result: QueryResult;
  readonly signal: AbortSignal;
}

/** One group that a query looks through. */
export interface QueryTarget extends Pick<EventScan, "range" | "read"> {
  readonly source: EventSource;
}

/** Pushes all events through the plan, group after group. Ends early, without a result, when the signal aborts. */
export async function runQuery({ plan, targets, result, signal, clock }: QueryRun): Promise<void> {
  const head = plan.connect(
    (row) => result.add(row),
    () => {
      result.recordsMatched++;
    },
  );
  for (const { source, range, read } of targets) {
    await scanEvents({
      range,
      read,
      clock,
      visit: (event) => {
        if (signal.aborted) return false;
        result.recordsScanned++;
        result.bytesScanned += eventBytes(event.message);
        head.push(new EventRow(event, source));
        return true;
      },
    });
  }
  if (!signal.aborted) head.end();
}
