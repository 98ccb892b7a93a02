import { CloudWatchLogsClient, type FilteredLogEvent, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { useRef } from "react";
import { spanBounds, type TimeSpan } from "../../../chart/time-span.ts";
import { type Live, useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { cloudNowMs } from "../../../text/cloud-clock.ts";

export interface LogQuery {
  readonly group: string;
  /** Undefined: all of the group's streams. */
  readonly stream: string | undefined;
  readonly pattern: string;
  /** Undefined: from the beginning to whatever still comes. */
  readonly span: TimeSpan | undefined;
}

export interface LogEvents {
  readonly events: readonly FilteredLogEvent[];
  /** There was more than could be read: only the first part is shown. */
  readonly isCut: boolean;
}

/** Pages of up to 10,000 events that one look reads at most, and events that are kept. */
const mostPages = 20;
const mostEvents = 5_000;
/** An event may arrive after one that is younger. */
const overlapMs = 10_000;

/** A log's events, and every new one within a second: after the first reading only what is new is asked for. */
export function useLogEvents(query: LogQuery): Live<LogEvents> {
  const client = useClient(CloudWatchLogsClient);
  const key = `logs/events/${JSON.stringify(query)}`;
  const known = useRef<{ key: string; found: LogEvents }>(undefined);
  return useLive(key, async (abortSignal) => {
    const before = known.current?.key === key ? known.current.found : undefined;
    const newestMs = before?.events.at(-1)?.timestamp;
    const bounds = query.span && spanBounds(query.span, cloudNowMs());
    const startTime = newestMs === undefined ? bounds?.startMs : Math.max(newestMs - overlapMs, bounds?.startMs ?? 0);
    const endTime = query.span?.kind === "between" ? bounds?.endMs : undefined;
    const found = await readEvents(client, query, { startTime, endTime }, abortSignal);
    const merged = before ? merge(before, found) : found;
    known.current = { key, found: merged };
    return merged;
  });
}

async function readEvents(
  client: CloudWatchLogsClient,
  query: LogQuery,
  times: { readonly startTime: number | undefined; readonly endTime: number | undefined },
  abortSignal: AbortSignal,
): Promise<LogEvents> {
  const events: FilteredLogEvent[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const answer = await client.send(
      new FilterLogEventsCommand({
        logGroupName: query.group,
        logStreamNames: query.stream === undefined ? undefined : [query.stream],
        filterPattern: query.pattern || undefined,
        ...times,
        nextToken,
      }),
      { abortSignal },
    );
    events.push(...(answer.events ?? []));
    nextToken = answer.nextToken;
    if (!nextToken) return { events: events.slice(-mostEvents), isCut: events.length > mostEvents };
  }
  return { events: events.slice(-mostEvents), isCut: true };
}

function merge(before: LogEvents, found: LogEvents): LogEvents {
  const known = new Set(before.events.map(({ eventId }) => eventId));
  const added = found.events.filter(({ eventId }) => !known.has(eventId));
  if (added.length === 0) return before;
  const events = [...before.events, ...added].sort((a, b) => (a.timestamp ?? 0) - (b.timestamp ?? 0));
  return { events: events.slice(-mostEvents), isCut: before.isCut || events.length > mostEvents };
}
