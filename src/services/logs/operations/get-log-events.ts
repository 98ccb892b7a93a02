import { fail } from "../../../platform/aws-error.ts";
import { invalidToken, streamNotFound } from "../errors.ts";
import { type EventPosition, fromEventId, positionBefore, toEventId } from "../event-position.ts";
import { takePage } from "../event-page.ts";
import { readBackward, readForward } from "../event-reader.ts";
import { expiryMs, findGroup, oneGroupOf, readGroup } from "../log-group.ts";
import type { LogsOperation } from "../service-context.ts";
import { streamStore } from "../stream-store.ts";

/**
 * A page of one stream, oldest event first. Both tokens are always there; at an end the token that leads beyond it is the one
 * that was given, which is how a client knows, and how it goes on later.
 */
export const getLogEvents: LogsOperation<"GetLogEvents"> = async (input, context) => {
  const group = await findGroup(context, oneGroupOf(input.logGroupName, input.logGroupIdentifier));
  const fromMs = Math.max(input.startTime ?? 0, expiryMs(group, context.host.clock.nowMs()));
  // `endTime` itself is not included.
  const toMs = input.endTime === undefined ? Number.MAX_SAFE_INTEGER : input.endTime - 1;
  const range = { stream: input.logStreamName, fromMs, toMs };
  const token = input.nextToken === undefined ? undefined : fromToken(input.nextToken);
  const isForward = token ? token.isForward : input.startFromHead === true;
  const events = await readGroup(context, group, async (tx) => {
    if (!(await streamStore.find(tx, input.logStreamName))) throw streamNotFound();
    if (isForward) return takePage(readForward(tx, range, token?.position), input.limit);
    return (await takePage(readBackward(tx, range, token?.position), input.limit)).reverse();
  });
  const nowhere = token?.position ?? positionBefore(fromMs);
  return {
    events: events.map(({ timestampMs, message, ingestedMs }) => ({
      timestamp: timestampMs,
      message,
      ingestionTime: ingestedMs,
    })),
    nextForwardToken: `f/${toEventId(events.at(-1) ?? nowhere)}/s`,
    nextBackwardToken: `b/${toEventId(events[0] ?? nowhere)}/s`,
  };
};

function fromToken(token: string): { isForward: boolean; position: EventPosition } {
  const [, direction, id = ""] = /^([fb])\/(\d{56})\/s$/.exec(token) ?? fail(invalidToken());
  return { isForward: direction === "f", position: fromEventId(id) };
}
