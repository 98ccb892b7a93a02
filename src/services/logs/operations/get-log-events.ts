import { fail } from "../../../platform/aws-error.ts";
import { invalidToken, streamNotFound } from "../errors.ts";
import { takePage } from "../events/event-page.ts";
import { type EventPosition, fromEventId, positionAfter, positionBefore, toEventId } from "../events/event-position.ts";
import { readBackward, readForward } from "../events/event-reader.ts";
import { findReadableGroup, oneGroupOf, readGroup } from "../groups/find-group.ts";
import { expiryMs } from "../groups/log-group.ts";
import type { LogsOperation } from "../operation.ts";
import { streamStore } from "../streams/stream-store.ts";

/**
 * A page of one stream, oldest event first. A token is a boundary between two events and a direction. Both are always there;
 * at an end the one that leads beyond it is the one that was given, which is how a client knows, and how it goes on later.
 */
export const getLogEvents: LogsOperation<"GetLogEvents"> = async (input, context) => {
  const group = await findReadableGroup(
    context,
    "GetLogEvents",
    oneGroupOf(input.logGroupName, input.logGroupIdentifier),
  );
  const fromMs = Math.max(input.startTime ?? 0, expiryMs(group, context.host.clock.nowMs()));
  // `endTime` itself is not included.
  const toMs = input.endTime === undefined ? Number.MAX_SAFE_INTEGER : input.endTime - 1;
  const range = { stream: input.logStreamName, fromMs, toMs };
  const token = input.nextToken === undefined ? undefined : fromToken(input.nextToken);
  const isForward = token ? token.isForward : input.startFromHead === true;
  const events = await readGroup(context, group, async (tx) => {
    if (!(await streamStore.find(tx, input.logStreamName))) throw streamNotFound();
    if (isForward) return takePage(readForward(tx, range, token?.boundary), input.limit);
    return (await takePage(readBackward(tx, range, token?.boundary), input.limit)).reverse();
  });
  const [first, last] = [events[0], events.at(-1)];
  const nowhere = token?.boundary ?? positionBefore(fromMs);
  return {
    events: events.map(({ timestampMs, message, ingestedMs }) => ({
      timestamp: timestampMs,
      message,
      ingestionTime: ingestedMs,
    })),
    nextForwardToken: `f/${toEventId(last ? positionAfter(last) : nowhere)}/s`,
    nextBackwardToken: `b/${toEventId(first ?? nowhere)}/s`,
  };
};

function fromToken(token: string): { isForward: boolean; boundary: EventPosition } {
  const [, direction, id = ""] = /^([fb])\/(\d{56})\/s$/.exec(token) ?? fail(invalidToken());
  return { isForward: direction === "f", boundary: fromEventId(id) };
}
