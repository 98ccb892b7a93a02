import { setTimeout as delay } from "node:timers/promises";
import { ApiError, type ApiTarget, callJson } from "./api-client.ts";
import { print } from "./print.ts";

export interface LogEvent {
  readonly eventId: string;
  readonly timestamp: number;
  readonly message: string;
}

const pollMs = 250;
/** How far back each look goes: lines are stored a little after they were written. */
const overlapMs = 5_000;

export interface LogQuery {
  readonly group: string;
  readonly fromMs: number;
  readonly filter?: string;
  /** Goes on as lines arrive, until the signal is aborted. */
  readonly follow: boolean;
  readonly signal?: AbortSignal;
}

/** A log group's events, each once. */
export async function* readLog(
  target: ApiTarget,
  { group, fromMs, filter, follow, signal }: LogQuery,
): AsyncGenerator<LogEvent> {
  const seen = new Set<string>();
  for (let sinceMs = fromMs; !signal?.aborted; ) {
    let newestMs = sinceMs;
    for await (const event of readPages(target, group, sinceMs, filter)) {
      newestMs = Math.max(newestMs, event.timestamp);
      if (seen.has(event.eventId)) continue;
      seen.add(event.eventId);
      yield event;
    }
    if (!follow) return;
    sinceMs = Math.max(sinceMs, newestMs - overlapMs);
    forgetOldest(seen);
    await delay(pollMs, undefined, { signal }).catch(() => undefined);
  }
}

export function printEvent({ message }: LogEvent): void {
  print(message.endsWith("\n") ? message : `${message}\n`);
}

async function* readPages(
  target: ApiTarget,
  logGroupName: string,
  startTime: number,
  filterPattern: string | undefined,
): AsyncGenerator<LogEvent> {
  for (let nextToken: string | undefined, first = true; first || nextToken; first = false) {
    const page: { events?: LogEvent[]; nextToken?: string } = await filterEvents(target, {
      logGroupName,
      startTime,
      filterPattern,
      nextToken,
    });
    yield* page.events ?? [];
    nextToken = page.nextToken;
  }
}

/** A function that has not run yet has no log group: that is an empty log. */
async function filterEvents(target: ApiTarget, input: object): Promise<{ events?: LogEvent[]; nextToken?: string }> {
  try {
    return await callJson(target, "logs", "Logs_20140328.FilterLogEvents", input);
  } catch (error) {
    if (error instanceof ApiError && error.code === "ResourceNotFoundException") return {};
    throw error;
  }
}

const mostRemembered = 20_000;

function forgetOldest(seen: Set<string>): void {
  for (const id of seen) {
    if (seen.size <= mostRemembered) return;
    seen.delete(id);
  }
}
