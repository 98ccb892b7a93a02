import { malformedQuery } from "../../errors.ts";
import type { CallExpression, Expression, PeriodUnit } from "../expression.ts";
import { Time, toNumber, type Value } from "../value.ts";
import type { Evaluate, InsightsFunction } from "./insights-function.ts";
import { valueFunction } from "./insights-function.ts";

export const timeFunctions: Readonly<Record<string, InsightsFunction>> = {
  bin: {
    least: 1,
    most: 1,
    build: (call) => ofPeriod(call, 0, (row) => row.get("@timestamp"), floorTime),
  },
  datefloor: { least: 2, most: 2, build: (call, _, compile) => ofPeriod(call, 1, subjectOf(call, compile), floorTime) },
  dateceil: { least: 2, most: 2, build: (call, _, compile) => ofPeriod(call, 1, subjectOf(call, compile), ceilTime) },
  frommillis: valueFunction(1, 1, (value) => inTime(value, (ms) => new Time(ms))),
  tomillis: valueFunction(1, 1, (value) => inTime(value, (ms) => ms)),
  /** In seconds. */
  now: {
    least: 0,
    most: 0,
    build:
      (_, { nowMs }) =>
      () =>
        Math.floor(nowMs / 1000),
  },
};

interface Period {
  readonly count: number;
  readonly unit: PeriodUnit;
}

function ofPeriod(
  call: CallExpression,
  index: number,
  subject: Evaluate,
  round: (ms: number, period: Period) => number,
): Evaluate {
  const period = call.arguments[index];
  if (period?.kind !== "period") throw malformedQuery(`${call.name} needs a period, as in 5m`, call.from, call.to);
  return (row) => inTime(subject(row), (ms) => new Time(round(ms, period)));
}

function subjectOf(call: CallExpression, compile: (part: Expression) => Evaluate): Evaluate {
  const [subject] = call.arguments;
  return subject ? compile(subject) : () => undefined;
}

function inTime(value: Value, apply: (ms: number) => Value): Value {
  const ms = toNumber(value);
  return ms === undefined || !(Math.abs(ms) <= latestMs) ? undefined : apply(ms);
}

const latestMs = 8.64e15;
const dayMs = 24 * 60 * 60 * 1000;
/** Weeks begin on Monday; 1 January 1970 was a Thursday. */
const firstMondayMs = 4 * dayMs;

const fixedUnits: Readonly<Partial<Record<PeriodUnit, number>>> = {
  ms: 1,
  s: 1000,
  m: 60 * 1000,
  h: 60 * 60 * 1000,
  d: dayMs,
  w: 7 * dayMs,
};
const monthsOf: Readonly<Partial<Record<PeriodUnit, number>>> = { mo: 1, q: 3, y: 12 };

/** In UTC. */
function floorTime(ms: number, { count, unit }: Period): number {
  const fixedMs = fixedUnits[unit];
  if (fixedMs !== undefined) {
    const startMs = unit === "w" ? firstMondayMs : 0;
    return Math.floor((ms - startMs) / (count * fixedMs)) * (count * fixedMs) + startMs;
  }
  return startOfMonth(Math.floor(monthOf(ms) / monthsIn(count, unit)) * monthsIn(count, unit));
}

function ceilTime(ms: number, period: Period): number {
  const floorMs = floorTime(ms, period);
  if (floorMs === ms) return ms;
  const { count, unit } = period;
  const fixedMs = fixedUnits[unit];
  return fixedMs !== undefined ? floorMs + count * fixedMs : startOfMonth(monthOf(floorMs) + monthsIn(count, unit));
}

function monthsIn(count: number, unit: PeriodUnit): number {
  return count * (monthsOf[unit] ?? 1);
}

/** Counted from January of the year 0. */
function monthOf(ms: number): number {
  const date = new Date(ms);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function startOfMonth(month: number): number {
  // Date.UTC takes the years 0 to 99 for those of the last century.
  return new Date(0).setUTCFullYear(Math.floor(month / 12), month % 12, 1);
}
