import { type Cron, parseCron } from "./cron.ts";

/** When something is to happen, as EventBridge's rules and EventBridge Scheduler write it. */
export type ScheduleExpression =
  /** At regular intervals. A day is 24 hours, also where the clocks change. */
  | { readonly kind: "rate"; readonly everyMs: number }
  /** At times of the calendar and the clock of a time zone. */
  | { readonly kind: "cron"; readonly cron: Cron }
  /** Once. `wallMs`: what the clock of the time zone shows, as milliseconds since 1970 as if it were UTC. */
  | { readonly kind: "at"; readonly wallMs: number };

/**
 * Who asks. A rule has `rate` and `cron`, both in UTC, and wants `rate(1 minute)` but `rate(5 minutes)`; Scheduler has `at`, too, and takes either word.
 * Source: "Setting a schedule pattern for scheduled rules (legacy) in Amazon EventBridge", "Schedule types in EventBridge Scheduler".
 */
export type ScheduleDialect = "rule" | "scheduler";

/**
 * Reads an expression; undefined if it is none, for which each service has words of its own. It imports nothing of the server and keeps nothing: the
 * console reads expressions by the same code.
 */
export function parseScheduleExpression(text: string, dialect: ScheduleDialect): ScheduleExpression | undefined {
  if (text.length > longestExpression) return undefined;
  const [, kind, inner = ""] = /^(rate|cron|at)\((.*)\)$/.exec(text) ?? [];
  if (kind === "rate") return parseRate(inner, dialect);
  if (kind === "cron") {
    const cron = parseCron(inner);
    return cron && { kind: "cron", cron };
  }
  return kind === "at" && dialect === "scheduler" ? parseAt(inner) : undefined;
}

/** ScheduleExpression's length in both services' models. */
const longestExpression = 256;

const unitMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

function parseRate(text: string, dialect: ScheduleDialect): ScheduleExpression | undefined {
  // Nine digits of days are past the last year that a schedule knows.
  const [, digits, unit = "", plural] = /^(\d{1,9}) (minute|hour|day)(s?)$/.exec(text) ?? [];
  const count = Number(digits);
  if (!(count >= 1)) return undefined;
  if (dialect === "rule" && (count === 1) === (plural === "s")) return undefined;
  return { kind: "rate", everyMs: count * (unitMs[unit] ?? 0) };
}

function parseAt(text: string): ScheduleExpression | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text)) return undefined;
  const wallMs = Date.parse(`${text}Z`);
  // The 31st of a month that has 30 days is taken for the 1st of the next by some engines: what is read must be what was written.
  if (Number.isNaN(wallMs) || new Date(wallMs).toISOString().slice(0, 19) !== text) return undefined;
  return { kind: "at", wallMs };
}
