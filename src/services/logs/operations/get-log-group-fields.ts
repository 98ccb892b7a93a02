import { findReadableGroup, oneGroupOf, readGroup } from "../groups/find-group.ts";
import { expiryMs } from "../groups/log-group.ts";
import { EventRow, systemFields } from "../insights/event-row.ts";
import { scanEvents } from "../insights/scan-events.ts";
import { limits } from "../limits.ts";
import type { LogsOperation } from "../operation.ts";

const minuteMs = 60 * 1000;

/** How often each field is there, in the last 15 minutes or in the 8 minutes around a time. Looks at the newest events only. */
export const getLogGroupFields: LogsOperation<"GetLogGroupFields"> = async (input, context) => {
  const identifier = oneGroupOf(input.logGroupName, input.logGroupIdentifier);
  const group = await findReadableGroup(context, "GetLogGroupFields", identifier);
  const nowMs = context.host.clock.nowMs();
  const [fromMs, toMs] =
    input.time === undefined
      ? [nowMs - 15 * minuteMs, nowMs]
      : [input.time * 1000 - 8 * minuteMs, input.time * 1000 + 8 * minuteMs];
  const source = { account: context.account, group: group.name, discovers: true };
  const counts = new Map<string, number>();
  let events = 0;
  await scanEvents({
    range: { stream: undefined, fromMs: Math.max(fromMs, expiryMs(group, nowMs)), toMs },
    read: (work) => readGroup(context, group, work),
    clock: context.host.clock,
    visit: (event) => {
      events++;
      for (const name of new EventRow(event, source).discovered.keys()) {
        if (counts.has(name) || counts.size < mostNames) counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      return events < limits.fieldSampleEvents && !context.signal.aborted;
    },
  });
  if (events > 0) for (const name of Object.keys(systemFields)) if (name !== "@ptr") counts.set(name, events);
  return {
    logGroupFields: [...counts]
      .map(([name, count]) => ({ name, percent: Math.round((count / events) * 100) }))
      .sort((a, b) => b.percent - a.percent || (a.name < b.name ? -1 : 1)),
  };
};

/** Keys may be data, as many as there are events. */
const mostNames = 10_000;
