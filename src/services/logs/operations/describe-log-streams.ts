import { invalidParameter } from "../errors.ts";
import { positionBefore, toEventId } from "../event-position.ts";
import { limits } from "../limits.ts";
import { findGroup, groupArn, oneGroupOf, readGroup } from "../log-group.ts";
import { toPage } from "../name-page.ts";
import type { LogsOperation } from "../service-context.ts";
import { type LogStream, streamStore } from "../stream-store.ts";

/** Streams by name, or by the time of their last event; those without events are then the oldest. */
export const describeLogStreams: LogsOperation<"DescribeLogStreams"> = async (input, context) => {
  const byTime = input.orderBy === "LastEventTime";
  if (byTime && input.logStreamNamePrefix !== undefined) {
    throw invalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
  }
  const group = await findGroup(context, oneGroupOf(input.logGroupName, input.logGroupIdentifier));
  const streams = await readGroup(context, group, (tx) => streamStore.list(tx));
  const matching = streams.filter((stream) => stream.name.startsWith(input.logStreamNamePrefix ?? ""));
  if (byTime) matching.sort((a, b) => (a.lastEventMs ?? 0) - (b.lastEventMs ?? 0));
  if (input.descending) matching.reverse();
  const { items, nextToken } = toPage(matching, input.nextToken, input.limit ?? limits.describePage);
  const arn = groupArn(context, group.name);
  return { logStreams: items.map((stream) => toLogStream(arn, stream)), nextToken };
};

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
