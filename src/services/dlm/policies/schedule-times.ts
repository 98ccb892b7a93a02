import type { CreateRule, RetainRule } from "@aws-sdk/client-dlm";
import { nextTime } from "../../schedule-expression/next-time.ts";
import { parseScheduleExpression } from "../../schedule-expression/schedule-expression.ts";

const hourMs = 3_600_000;

/** The first time later than `afterMs`; of an interval those that follow its time of the day. Infinity if there is none any more. */
export function nextRunMs(
  { CronExpression: cron, Interval: hours = 24, Times: [time = "09:00"] = [] }: CreateRule,
  afterMs: number,
): number {
  if (cron !== undefined) {
    const expression = parseScheduleExpression(cron, "rule");
    return (expression && nextTime(expression, afterMs, { anchorMs: 0 })) ?? Number.MAX_SAFE_INTEGER;
  }
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  const anchorMs = (hour * 60 + minute) * 60_000;
  const everyMs = hours * hourMs;
  return anchorMs + (Math.floor((afterMs - anchorMs) / everyMs) + 1) * everyMs;
}

/** When what is made now has to go; undefined where that goes by number. */
export function expiryMs(
  { Interval, IntervalUnit }: Pick<RetainRule, "Interval" | "IntervalUnit"> = {},
  nowMs: number,
): number | undefined {
  if (Interval === undefined) return undefined;
  const at = new Date(nowMs);
  if (IntervalUnit === "MONTHS") at.setUTCMonth(at.getUTCMonth() + Interval);
  else if (IntervalUnit === "YEARS") at.setUTCFullYear(at.getUTCFullYear() + Interval);
  else return nowMs + Interval * (IntervalUnit === "WEEKS" ? 7 : 1) * 24 * hourMs;
  return at.getTime();
}
