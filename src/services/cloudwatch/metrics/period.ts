import { invalidValue } from "../errors.ts";
import { retention } from "../limits.ts";

const shortPeriodsS: ReadonlySet<number> = new Set([1, 5, 10, 20, 30]);

/** Throws if it is no period that CloudWatch knows. */
export function checkPeriod(periodS: number | undefined, parameter: string): number {
  if (periodS !== undefined && (shortPeriodsS.has(periodS) || (periodS > 0 && periodS % 60 === 0))) return periodS;
  throw invalidValue(`The parameter ${parameter} must be a value in the set [ 1,5,10,20,30 ] or a multiple of 60.`);
}

/**
 * Rounds a start down to what can be had of that age: a minute, five minutes or an hour; for short periods to the period.
 * Source: "GetMetricStatistics", StartTime.
 */
export function roundStartS(startMs: number, periodS: number, nowMs: number): number {
  const startS = Math.floor(startMs / 1000);
  const ageS = nowMs / 1000 - startS;
  const [, minute, fiveMinutes] = retention;
  const stepS = periodS < 60 ? periodS : ageS <= minute.keptS ? 60 : ageS <= fiveMinutes.keptS ? 300 : 3_600;
  return Math.floor(startS / stepS) * stepS;
}
