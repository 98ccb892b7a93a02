import type { ReadTransaction } from "../../../storage/database.ts";
import type { OperationInput } from "../../service.ts";
import { invalidParameter, invalidToken, streamNotFound } from "../errors.ts";
import { type EventPosition, fromEventId, toEventId } from "../event-position.ts";
import { eventBytes } from "../event-page.ts";
import { type LogEvent, readForward } from "../event-reader.ts";
import { type FilterPattern, parseFilterPattern } from "../filter-pattern/filter-pattern.ts";
import { limits } from "../limits.ts";
import { expiryMs, findGroup, oneGroupOf, readGroup } from "../log-group.ts";
import type { Logs, LogsOperation } from "../service-context.ts";
import { streamStore } from "../stream-store.ts";

/** Events of all or some streams of a group that match a pattern, oldest first. */
export const filterLogEvents: LogsOperation<"FilterLogEvents"> = async (input, context) => {
  if (input.logStreamNames !== undefined && input.logStreamNamePrefix !== undefined) {
    throw invalidParameter("logStreamNames and logStreamNamePrefix are mutually exclusive parameters.");
  }
  const pattern = parseFilterPattern(input.filterPattern ?? "");
  const after = input.nextToken === undefined ? undefined : fromToken(input.nextToken);
  const group = await findGroup(context, oneGroupOf(input.logGroupName, input.logGroupIdentifier));
  const range = {
    stream: input.logStreamNames?.length === 1 ? input.logStreamNames[0] : undefined,
    fromMs: Math.max(input.startTime ?? 0, expiryMs(group, context.host.clock.nowMs())),
    toMs: input.endTime ?? Number.MAX_SAFE_INTEGER,
    accepts: ({ stream }: { stream: string }) => isWanted(input, stream),
  };
  const page = await readGroup(context, group, async (tx) => {
    await checkStreams(tx, input.logStreamNames);
    return takeMatching(readForward(tx, range, after), pattern, input.limit ?? limits.pageEvents);
  });
  return {
    events: page.events.map((event) => ({
      logStreamName: event.stream,
      timestamp: event.timestampMs,
      message: event.message,
      ingestionTime: event.ingestedMs,
      eventId: toEventId(event),
    })),
    searchedLogStreams: [],
    nextToken: page.next && toToken(page.next),
  };
};

type Input = OperationInput<Logs, "FilterLogEvents">;

function isWanted({ logStreamNames, logStreamNamePrefix = "" }: Input, stream: string): boolean {
  return logStreamNames ? logStreamNames.includes(stream) : stream.startsWith(logStreamNamePrefix);
}

async function checkStreams(tx: ReadTransaction, names: readonly string[] | undefined): Promise<void> {
  for (const name of names ?? []) if (!(await streamStore.find(tx, name))) throw streamNotFound();
}

/** `next` is where to go on, if anything may be left. A long search without a match ends too, with nothing found so far. */
async function takeMatching(
  events: AsyncIterable<LogEvent>,
  pattern: FilterPattern,
  limit: number,
): Promise<{ events: LogEvent[]; next: EventPosition | undefined }> {
  const found: LogEvent[] = [];
  let foundBytes = 0;
  let readBytes = 0;
  let last: LogEvent | undefined;
  for await (const event of events) {
    const bytes = eventBytes(event.message);
    const isFull = found.length >= limit || (found.length > 0 && foundBytes + bytes > limits.pageBytes);
    if (last && (isFull || readBytes > limits.filterScanBytes)) return { events: found, next: last };
    last = event;
    readBytes += bytes;
    if (!pattern.matches(event.message)) continue;
    found.push(event);
    foundBytes += bytes;
  }
  return { events: found, next: undefined };
}

function toToken(position: EventPosition): string {
  return Buffer.from(toEventId(position)).toString("base64url");
}

function fromToken(token: string): EventPosition {
  const text = Buffer.from(token, "base64url").toString("latin1");
  if (Buffer.from(text, "latin1").toString("base64url") !== token) throw invalidToken();
  return fromEventId(text);
}
