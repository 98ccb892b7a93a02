import type { ReadTransaction } from "../../../storage/database.ts";
import { fromPageToken, toPageToken } from "../../page-token.ts";
import type { OperationInput } from "../../service.ts";
import { invalidParameter, invalidToken, streamNotFound } from "../errors.ts";
import { type EventPosition, fromEventId, toEventId } from "../events/event-position.ts";
import { type Direction, type EventSearch, searchEvents } from "../events/event-search.ts";
import { parseFilterPattern } from "../filter-pattern/filter-pattern.ts";
import { findReadableGroup, oneGroupOf, readGroup } from "../groups/find-group.ts";
import { expiryMs } from "../groups/log-group.ts";
import { limits } from "../limits.ts";
import type { Logs } from "../model.ts";
import type { LogsOperation } from "../operation.ts";
import { streamStore } from "../streams/stream-store.ts";

/** Events of all or some streams of a group that match a pattern, oldest first or newest first. */
export const filterLogEvents: LogsOperation<"FilterLogEvents"> = async (input, context) => {
  checkFilters(input);
  const pattern = parseFilterPattern(input.filterPattern ?? "");
  const start = fromToken(input.nextToken) ?? { direction: directionOf(input), boundary: undefined };
  const group = await findReadableGroup(
    context,
    "FilterLogEvents",
    oneGroupOf(input.logGroupName, input.logGroupIdentifier),
  );
  await readGroup(context, group, (tx) => checkStreams(tx, input.logStreamNames));
  const search: EventSearch = {
    ...start,
    range: {
      stream: input.logStreamNames?.length === 1 ? input.logStreamNames[0] : undefined,
      fromMs: Math.max(input.startTime ?? 0, expiryMs(group, context.host.clock.nowMs())),
      toMs: input.endTime ?? Number.MAX_SAFE_INTEGER,
      accepts: ({ stream }) => isWanted(input, stream),
    },
    matches: pattern.matches,
    limit: input.limit ?? limits.pageEvents,
  };
  const page = await searchEvents(search, (read) => readGroup(context, group, read));
  return {
    events: page.events.map((event) => ({
      logStreamName: event.stream,
      timestamp: event.timestampMs,
      message: event.message,
      ingestionTime: event.ingestedMs,
      eventId: toEventId(event),
    })),
    // AWS has left this empty since 2020.
    searchedLogStreams: [],
    nextToken: page.next && toToken(start.direction, page.next),
  };
};

type Input = OperationInput<Logs, "FilterLogEvents">;

function checkFilters(input: Input): void {
  if (input.logStreamNames !== undefined && input.logStreamNamePrefix !== undefined) {
    throw invalidParameter("logStreamNames and logStreamNamePrefix are mutually exclusive parameters.");
  }
  const isEarly = (input.startTime ?? 0) < limits.filterBackwardFromMs;
  if (input.nextToken === undefined && input.startFromHead === false && isEarly) {
    throw invalidParameter("startFromHead can be false only with a startTime on or after Jan 1, 2024 00:00:00 UTC.");
  }
}

function directionOf({ startFromHead }: Input): Direction {
  return startFromHead === false ? "backward" : "forward";
}

function isWanted({ logStreamNames, logStreamNamePrefix = "" }: Input, stream: string): boolean {
  return logStreamNames ? logStreamNames.includes(stream) : stream.startsWith(logStreamNamePrefix);
}

async function checkStreams(tx: ReadTransaction, names: readonly string[] | undefined): Promise<void> {
  for (const name of names ?? []) if (!(await streamStore.find(tx, name))) throw streamNotFound();
}

/** The direction goes along: later requests keep that of the first. */
function toToken(direction: Direction, boundary: EventPosition): string {
  return toPageToken(`${direction === "forward" ? "f" : "b"}${toEventId(boundary)}`);
}

function fromToken(token: string | undefined): { direction: Direction; boundary: EventPosition } | undefined {
  const text = fromPageToken(token, invalidToken);
  if (text === undefined) return undefined;
  return { direction: text.startsWith("f") ? "forward" : "backward", boundary: fromEventId(text.slice(1)) };
}
