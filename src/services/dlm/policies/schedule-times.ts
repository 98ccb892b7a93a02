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

/** The shortest time between two runs of the next few, in days. */
export function leastDaysBetween(rule: CreateRule, nowMs: number): number {
  let least = Number.POSITIVE_INFINITY;
  let before = nextRunMs(rule, nowMs);
  for (let runs = 0; runs < comparedRuns && before < Number.MAX_SAFE_INTEGER; runs++) {
    const next = nextRunMs(rule, before);
    least = Math.min(least, (next - before) / (24 * hourMs));
    before = next;
  }
  return least;
}

/** As many as a monthly schedule has in two years. */
const comparedRuns = 24;

/** How many days an interval is at least. */
export function leastDaysOf({ Interval = 0, IntervalUnit }: Pick<RetainRule, "Interval" | "IntervalUnit">): number {
  const days = { DAYS: 1, WEEKS: 7, MONTHS: 30, YEARS: 365 } as const;
  return Interval * days[(IntervalUnit ?? "DAYS") as keyof typeof days];
}

/** When what is made now has to go; undefined where that goes by number. */
export function expiryMs(
  { Count, Interval, IntervalUnit }: Pick<RetainRule, "Count" | "Interval" | "IntervalUnit"> = {},
  nowMs: number,
): number | undefined {
  if (Interval === undefined || Count) return undefined;
  const at = new Date(nowMs);
  if (IntervalUnit === "MONTHS") at.setUTCMonth(at.getUTCMonth() + Interval);
  else if (IntervalUnit === "YEARS") at.setUTCFullYear(at.getUTCFullYear() + Interval);
  else return nowMs + Interval * (IntervalUnit === "WEEKS" ? 7 : 1) * 24 * hourMs;
  return at.getTime();
}
