import type { Random } from "../../../platform/random.ts";
import type { TimerSetting } from "../../../storage/database.ts";
import { nextTime } from "../../schedule-expression/next-time.ts";
import { parseScheduleExpression } from "../../schedule-expression/schedule-expression.ts";
import { findTimeZone } from "../../schedule-expression/time-zone.ts";
import { limits } from "../limits.ts";
import { invokeTimer, type Schedule } from "./schedule.ts";

const minuteMs = 60_000;

/** The first time of a schedule that is made or changed now; undefined if it has none. */
export function firstOccurrence(schedule: Schedule, nowMs: number): number | undefined {
  const isOnce = schedule.definition.expression.startsWith("at(");
  return occurrenceAfter(schedule, isOnce ? nowMs - limits.precisionMs : nowMs - 1);
}

/**
 * Its next time after another. A rate begins at its StartDate, without one when the schedule is made: then it invokes its target at once. A single time
 * minds neither StartDate nor EndDate. Source: "Schedule types in EventBridge Scheduler".
 */
export function occurrenceAfter(
  { definition: { expression, timeZone, startMs, endMs }, createdMs }: Schedule,
  afterMs: number,
): number | undefined {
  const parsed = parseScheduleExpression(expression, "scheduler");
  if (!parsed) return undefined;
  const zone = findTimeZone(timeZone);
  if (parsed.kind === "at") return nextTime(parsed, afterMs, { zone, anchorMs: 0 });
  const fromMs = Math.max(afterMs, (startMs ?? 0) - 1);
  const next = nextTime(parsed, fromMs, { zone, anchorMs: startMs ?? createdMs });
  return next === undefined || (endMs !== undefined && next > endMs) ? undefined : next;
}

/** What the timer of an occurrence is told. */
export interface Occurrence {
  readonly scheduledMs: number;
}

/** The timer of an occurrence: somewhere in its window, and before the next one's time. */
export function toTimer(schedule: Schedule, scheduledMs: number, random: Random): TimerSetting {
  const payload = JSON.stringify({ scheduledMs } satisfies Occurrence);
  const timer = { kind: invokeTimer, key: `${schedule.group}/${schedule.name}`, payload };
  const { windowMinutes } = schedule.definition;
  if (windowMinutes === 0) return { ...timer, dueMs: scheduledMs };
  const next = occurrenceAfter(schedule, scheduledMs) ?? Number.POSITIVE_INFINITY;
  const windowMs = Math.min(windowMinutes * minuteMs, next - scheduledMs);
  return { ...timer, dueMs: scheduledMs + Math.floor(random.fraction() * windowMs) };
}
