import { ownValue } from "../../../../platform/own-value.ts";
import { malformedQuery } from "../../errors.ts";
import type { CallExpression, Expression } from "../expression.ts";
import type { Evaluate } from "../functions/insights-function.ts";
import { compareNaturally } from "../natural-order.ts";
import type { Row } from "../row.ts";
import { Time, toNumber, toText, type Value } from "../value.ts";
import { DistinctCounter } from "./distinct-counter.ts";
import type { MemoryBudget } from "./memory-budget.ts";
import { PercentileSketch } from "./percentile-sketch.ts";

/** One function of `stats` over the rows of one group. */
export interface Aggregate {
  add(row: Row): void;
  result(): Value;
}

export type CreateAggregate = (budget: MemoryBudget) => Aggregate;

/** Undefined for a function that is none of `stats`. Source: "stats". */
export function toAggregate(
  call: CallExpression,
  compile: (part: Expression) => Evaluate,
): CreateAggregate | undefined {
  const found = ownValue(aggregates, call.name);
  if (!found) return undefined;
  const [subject, second] = call.arguments;
  const isCountOfRows = call.name === "count" && (!subject || isStar(subject));
  const wanted = call.name === "pct" ? 2 : 1;
  if (!isCountOfRows && (call.arguments.length !== wanted || !subject || isStar(subject))) {
    throw malformedQuery(`invalid number of arguments of ${call.name}`, call.from, call.to);
  }
  const evaluate = isCountOfRows || !subject ? () => 1 : compile(subject);
  const percent = second?.kind === "literal" ? toNumber(second.value) : undefined;
  if (call.name === "pct" && !(percent !== undefined && percent >= 0 && percent <= 100)) {
    throw malformedQuery("pct needs a percentage from 0 to 100", call.from, call.to);
  }
  return (budget) => found(evaluate, budget, percent ?? 0);
}

function isStar(expression: Expression): boolean {
  return expression.kind === "field" && expression.name === "*";
}

type Create = (subject: Evaluate, budget: MemoryBudget, percent: number) => Aggregate;

const aggregates: Readonly<Record<string, Create>> = {
  count: (subject) => {
    let count = 0;
    return {
      add: (row) => {
        if (subject(row) !== undefined) count++;
      },
      result: () => count,
    };
  },
  count_distinct: (subject, budget) => {
    const counter = new DistinctCounter(budget);
    return ofValues(
      subject,
      (value) => counter.add(toText(value) ?? ""),
      () => counter.count,
    );
  },
  sum: (subject) => ofMoments(subject, ({ count, sum }) => (count === 0 ? undefined : sum)),
  avg: (subject) => ofMoments(subject, ({ mean, count }) => (count === 0 ? undefined : rounded(mean))),
  stddev: (subject) =>
    ofMoments(subject, ({ squares, count }) => (count === 0 ? undefined : rounded(Math.sqrt(squares / count)))),
  min: (subject) => ofBest(subject, (value, best) => compareNaturally(value, best) < 0, plain),
  max: (subject) => ofBest(subject, (value, best) => compareNaturally(value, best) > 0, plain),
  sortsfirst: (subject) => ofBest(subject, (value, best) => compareNaturally(value, best) < 0),
  sortslast: (subject) => ofBest(subject, (value, best) => compareNaturally(value, best) > 0),
  earliest: (subject) => ofTime(subject, (ms, best) => ms < best),
  latest: (subject) => ofTime(subject, (ms, best) => ms > best),
  pct: (subject, budget, percent) => {
    const sketch = new PercentileSketch(budget);
    const add = (value: Value) => {
      const number = toNumber(value);
      if (number !== undefined) sketch.add(number);
    };
    return ofValues(subject, add, () => rounded(sketch.at(percent)));
  },
};

function ofValues(subject: Evaluate, add: (value: Value) => void, result: () => Value): Aggregate {
  return {
    add: (row) => {
      const value = subject(row);
      if (value !== undefined) add(value);
    },
    result,
  };
}

/** Welford's way, which does not lose the small differences of large numbers. */
function ofMoments(
  subject: Evaluate,
  result: (moments: { count: number; sum: number; mean: number; squares: number }) => Value,
): Aggregate {
  const moments = { count: 0, sum: 0, mean: 0, squares: 0 };
  const add = (value: Value) => {
    const number = toNumber(value);
    if (number === undefined) return;
    moments.count++;
    moments.sum += number;
    const distance = number - moments.mean;
    moments.mean += distance / moments.count;
    moments.squares += distance * (number - moments.mean);
  };
  return ofValues(subject, add, () => result(moments));
}

function ofBest(
  subject: Evaluate,
  isBetter: (value: Value, best: Value) => boolean,
  show: (value: Value) => Value = (value) => value,
): Aggregate {
  let best: Value;
  const add = (value: Value) => {
    if (best === undefined || isBetter(value, best)) best = value;
  };
  return ofValues(subject, add, () => show(best));
}

/** The value of the row that has one and is the first, or last, by its timestamp. */
function ofTime(subject: Evaluate, isBetter: (ms: number, best: number) => boolean): Aggregate {
  let best: { readonly ms: number; readonly value: Value } | undefined;
  return {
    add: (row) => {
      const value = subject(row);
      const ms = toNumber(row.get("@timestamp"));
      if (value === undefined || ms === undefined) return;
      if (!best || isBetter(ms, best.ms)) best = { ms, value };
    },
    result: () => best?.value,
  };
}

/** A number has no date's form, also where it comes of times. */
function plain(value: Value): Value {
  return value instanceof Time ? value.ms : value;
}

/** To four places, as AWS shows what it has calculated. */
function rounded(number: number | undefined): number | undefined {
  return number === undefined ? undefined : Math.round(number * 10_000) / 10_000;
}
