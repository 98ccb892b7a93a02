import { type Cron, lastYear } from "./cron.ts";
import { nextWallTime } from "./cron-times.ts";
import type { ScheduleExpression } from "./schedule-expression.ts";
import { momentOf, type TimeZone, utc } from "./time-zone.ts";

/** What a time depends on besides the expression. */
export interface Evaluation {
  /** UTC, unless it is said; a rule has no other. */
  readonly zone?: TimeZone;
  /** The first time of a rate: its others follow at its interval. For a rule that is one interval after it was made. */
  readonly anchorMs: number;
}

/** The end of the last year that an expression can name. */
const endMs = Date.UTC(lastYear + 1, 0, 1);

/**
 * The first time later than `afterMs`; undefined if there is none. Where clocks are put forward, a cron's times in between do not happen; where they are
 * put back, those that are shown twice happen once, at the first. Source: "Schedule types in EventBridge Scheduler", "Daylight savings time".
 */
export function nextTime(
  expression: ScheduleExpression,
  afterMs: number,
  { zone = utc, anchorMs }: Evaluation,
): number | undefined {
  if (expression.kind === "rate") return nextOfRate(expression.everyMs, afterMs, anchorMs);
  if (expression.kind === "cron") return nextOfCron(expression.cron, afterMs, zone);
  const moment = momentOf(expression.wallMs, zone);
  // AWS says nothing of a single time that the clock leaves out: it is then that the clock is put forward.
  const atMs = moment.is === "there" ? moment.atMs : moment.thenMs;
  return atMs > afterMs ? atMs : undefined;
}

/** The next so many, in order: what the console shows of a schedule. */
export function nextTimes(
  expression: ScheduleExpression,
  afterMs: number,
  evaluation: Evaluation & { readonly count: number },
): number[] {
  const times: number[] = [];
  let lastMs = afterMs;
  while (times.length < evaluation.count) {
    const next = nextTime(expression, lastMs, evaluation);
    if (next === undefined) break;
    times.push(next);
    lastMs = next;
  }
  return times;
}

function nextOfRate(everyMs: number, afterMs: number, anchorMs: number): number | undefined {
  const passed = Math.floor((afterMs - anchorMs) / everyMs) + 1;
  const atMs = anchorMs + Math.max(0, passed) * everyMs;
  return atMs < endMs ? atMs : undefined;
}

const minuteMs = 60_000;

function nextOfCron(cron: Cron, afterMs: number, zone: TimeZone): number | undefined {
  let fromMs = (Math.floor((afterMs + zone.offsetMs(afterMs)) / minuteMs) + 1) * minuteMs;
  for (;;) {
    const wallMs = nextWallTime(cron, fromMs);
    if (wallMs === undefined) return undefined;
    const moment = momentOf(wallMs, zone);
    if (moment.is === "there" && moment.atMs > afterMs) return moment.atMs;
    // Left out, or shown for the second time since `afterMs`.
    fromMs = moment.is === "skipped" ? Math.max(moment.resumesMs, wallMs + minuteMs) : wallMs + minuteMs;
  }
}
