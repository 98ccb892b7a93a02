import { monthBounds } from "../../usage/usage.ts";
import { notSupported, validation } from "../errors.ts";
import { limits } from "../limits.ts";

export type Granularity = "HOURLY" | "DAILY" | "MONTHLY";

/** The end is exclusive. */
export interface Interval {
  readonly startMs: number;
  readonly endMs: number;
}

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/** Throws AWS's errors for what is no period. Without a granularity the dates may be of days or hours. */
export function checkPeriod(
  period: { readonly Start: string | undefined; readonly End: string | undefined },
  granularity: Granularity | undefined,
  nowMs: number,
): Interval {
  const isHourly = granularity === "HOURLY" || (granularity === undefined && period.Start?.includes("T") === true);
  const startMs = parseTime(period.Start ?? "", "Start", isHourly);
  const endMs = parseTime(period.End ?? "", "End", isHourly);
  if (startMs >= endMs) throw validation("Start date (and hour) should be before end date (and hour)");
  if (endMs > monthBounds(nowMs).endMs) throw validation("end date past the beginning of next month");
  if (isHourly && startMs < nowMs - (limits.hourlyDays + 1) * dayMs) {
    throw validation(
      `Start date is more than ${limits.hourlyDays} days ago for hourly granularity. Please adjust start date as we support only ${limits.hourlyDays} days of data at hourly granularity.`,
    );
  }
  return { startMs, endMs };
}

/** A forecast begins today at the earliest, and reaches as far as days or months can be told. */
export function checkForecastPeriod(
  period: { readonly Start: string | undefined; readonly End: string | undefined } | undefined,
  granularity: Granularity,
  nowMs: number,
): Interval {
  const startMs = parseTime(period?.Start ?? "", "Start", false);
  const endMs = parseTime(period?.End ?? "", "End", false);
  if (startMs >= endMs) throw validation("Start date (and hour) should be before end date (and hour)");
  if (startMs < Math.floor(nowMs / dayMs) * dayMs)
    throw validation("Start date should be equal to or after the current date.");
  const mostDays = granularity === "DAILY" ? limits.forecastDays : limits.forecastMonths * 31;
  if (endMs - startMs > mostDays * dayMs)
    throw validation(
      `The forecast period is too long: ${granularity === "DAILY" ? "three" : limits.forecastMonths} months at most.`,
    );
  return { startMs, endMs };
}

/** The buckets of a period; the first and the last month may be a part of one. */
export function* bucketsOf({ startMs, endMs }: Interval, granularity: Granularity): Generator<Interval> {
  for (let atMs = startMs; atMs < endMs; ) {
    const nextMs = Math.min(endMs, afterBucket(atMs, granularity));
    yield { startMs: atMs, endMs: nextMs };
    atMs = nextMs;
  }
}

/** `2026-11-24`, or with hours `2026-11-24T05:00:00Z`. */
export function formatTime(ms: number, granularity: Granularity): string {
  const text = new Date(ms).toISOString();
  return granularity === "HOURLY" ? text.replace(".000Z", "Z") : text.slice(0, 10);
}

function afterBucket(atMs: number, granularity: Granularity): number {
  if (granularity === "MONTHLY") return monthBounds(atMs).endMs;
  return atMs + (granularity === "HOURLY" ? hourMs : dayMs);
}

function parseTime(text: string, name: string, isHourly: boolean): number {
  const pattern = isHourly ? /^\d{4}-\d\d-\d\d(T\d\d:00:00Z)?$/ : /^\d{4}-\d\d-\d\d$/;
  const ms = pattern.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  const form = isHourly ? "yyyy-MM-ddThh:mm:ssZ" : "yyyy-MM-dd";
  throw validation(`${name} time ${text} is invalid. Valid format is: ${form}`);
}

export function checkGranularity(text: string | undefined): Granularity {
  if (text === "HOURLY" || text === "DAILY" || text === "MONTHLY") return text;
  throw notSupported(`the granularity ${text}`);
}
