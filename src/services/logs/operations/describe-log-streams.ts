import { fromPageToken, toPageToken } from "../../page-token.ts";
import { invalidParameter, invalidToken } from "../errors.ts";
import { positionBefore, toEventId } from "../events/event-position.ts";
import { findGroup, oneGroupOf, readGroup } from "../groups/find-group.ts";
import { groupArn } from "../groups/log-group.ts";
import { limits } from "../limits.ts";
import type { LogsOperation } from "../operation.ts";
import { type LogStream, streamStore } from "../streams/stream-store.ts";

/** Streams by name, or by the time of their last event; those without events are then the oldest. */
export const describeLogStreams: LogsOperation<"DescribeLogStreams"> = async (input, context) => {
  const { logStreamNamePrefix: prefix, descending = false } = input;
  const byTime = input.orderBy === "LastEventTime";
  if (byTime && prefix !== undefined) {
    throw invalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
  }
  const position = fromPageToken(input.nextToken, invalidToken);
  const group = await findGroup(context, oneGroupOf(input.logGroupName, input.logGroupIdentifier));
  const limit = input.limit ?? limits.describePage;
  // One more than the page tells whether there is a next one.
  const found = await readGroup(context, group, (tx) =>
    byTime
      ? streamStore.listByTime(tx, { descending, after: fromTimePosition(position), limit: limit + 1 })
      : streamStore.listByName(tx, { prefix: prefix ?? "", descending, after: position, limit: limit + 1 }),
  );
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const arn = groupArn(context, group.name);
  return {
    logStreams: page.map((stream) => toLogStream(arn, stream)),
    nextToken: last && found.length > limit ? toPageToken(byTime ? toTimePosition(last) : last.name) : undefined,
  };
};

/** The time and the name, between which a name can have no colon. */
function toTimePosition(stream: LogStream): string {
  return `${stream.lastEventMs ?? 0}:${stream.name}`;
}

function fromTimePosition(position: string | undefined) {
  if (position === undefined) return undefined;
  const [, time, name] = /^(\d{1,16}):(.+)$/s.exec(position) ?? [];
  if (time === undefined || name === undefined) throw invalidToken();
  return { lastEventMs: Number(time), name };
}

/** AWS has told 0 as a stream's `storedBytes` since 2019. */
function toLogStream(groupArn: string, stream: LogStream) {
  return {
    logStreamName: stream.name,
    creationTime: stream.createdMs,
    firstEventTimestamp: stream.firstEventMs,
    lastEventTimestamp: stream.lastEventMs,
    lastIngestionTime: stream.lastIngestionMs,
    uploadSequenceToken: stream.lastEventMs === undefined ? undefined : toEventId(positionBefore(stream.lastEventMs)),
    arn: `${groupArn}:log-stream:${stream.name}`,
    storedBytes: 0,
  };
}
