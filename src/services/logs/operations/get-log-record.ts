import { fail } from "../../../platform/aws-error.ts";
import { invalidParameter, notSupported, resourceNotFound } from "../errors.ts";
import { comparePositions, fromEventId } from "../events/event-position.ts";
import { readForward } from "../events/event-reader.ts";
import { findGroup, readGroup } from "../groups/find-group.ts";
import { expiryMs } from "../groups/log-group.ts";
import { EventRow, systemFields } from "../insights/event-row.ts";
import { fromRecordPointer } from "../insights/record-pointer.ts";
import { Time, toText, type Value } from "../insights/value.ts";
import type { LogsOperation } from "../operation.ts";

/** All fields of the event that a query's `@ptr` means. */
export const getLogRecord: LogsOperation<"GetLogRecord"> = async ({ logRecordPointer, unmask }, context) => {
  if (unmask) throw notSupported("the masking of log events");
  const pointer = fromRecordPointer(logRecordPointer) ?? fail(invalidParameter("The log record pointer is invalid."));
  const position = fromEventId(pointer.eventId);
  const group = await findGroup(context, pointer.group);
  const { timestampMs } = position;
  if (timestampMs < expiryMs(group, context.host.clock.nowMs())) throw resourceNotFound();
  const event = await readGroup(context, group, async (tx) => {
    const range = { stream: undefined, fromMs: timestampMs, toMs: timestampMs };
    const { value } = await readForward(tx, range, position).next();
    return value && comparePositions(value, position) === 0 ? value : undefined;
  });
  if (!event) throw resourceNotFound();
  const row = new EventRow(event, {
    account: context.account,
    group: group.name,
    discovers: group.class === "STANDARD",
  });
  const logRecord: Record<string, string> = {};
  for (const name of [...Object.keys(systemFields), ...row.discovered.keys()]) {
    logRecord[name] = toRecordText(row.get(name));
  }
  return { logRecord };
};

/** Times are milliseconds here, not dates as in a query's result. */
function toRecordText(value: Value): string {
  return toText(value instanceof Time ? value.ms : value) ?? "";
}
