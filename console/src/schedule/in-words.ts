import type { Cron, Days } from "../../../src/services/schedule-expression/cron.ts";
import { firstYear, lastYear } from "../../../src/services/schedule-expression/cron.ts";
import type { ScheduleExpression } from "../../../src/services/schedule-expression/schedule-expression.ts";

/** A schedule as a sentence: "Every 5 minutes.", "At 20:00 (UTC), Monday to Friday." */
export function scheduleInWords(expression: ScheduleExpression, zone = "UTC"): string {
  switch (expression.kind) {
    case "rate":
      return `${rateInWords(expression.everyMs)}.`;
    case "at":
      return `Once, at ${new Date(expression.wallMs).toISOString().slice(0, 19).replace("T", " ")} (${zone}).`;
    case "cron":
      return `${cronInWords(expression.cron, zone)}.`;
  }
}

function rateInWords(everyMs: number): string {
  const [size, unit] = rates.find(([ms]) => everyMs % ms === 0) ?? [60_000, "minute"];
  const count = everyMs / size;
  return count === 1 ? `Every ${unit}` : `Every ${count} ${unit}s`;
}

const rates = [
  [86_400_000, "day"],
  [3_600_000, "hour"],
  [60_000, "minute"],
] as const;

function cronInWords(cron: Cron, zone: string): string {
  return [timesInWords(cron, zone), daysInWords(cron.days), monthsInWords(cron.months), yearsInWords(cron.years)]
    .filter((part) => part !== "")
    .join(", ");
}

const mostTimes = 6;

function timesInWords({ minutes, hours }: Cron, zone: string): string {
  if (hours.length * minutes.length <= mostTimes) {
    const times = hours.flatMap((hour) => minutes.map((minute) => `${pad(hour)}:${pad(minute)}`));
    return `At ${listed(times)} (${zone})`;
  }
  const each = stepInWords(minutes, 60, "minute") ?? `At minute ${listed(minutes.map(String))}`;
  if (hours.length === 24) return each;
  const step = stepInWords(hours, 24, "hour");
  return `${each} ${step === undefined ? `in ${rangesInWords(hours, hourName)}` : `of ${step.toLowerCase()}`} (${zone})`;
}

/** "Every 15 minutes", where they are evenly spaced from zero on. */
function stepInWords(values: readonly number[], all: number, unit: string): string | undefined {
  const step = values.length > 1 ? values[1]! - values[0]! : all;
  const isEven =
    values[0] === 0 && values.every((value, at) => value === at * step) && values.length === Math.ceil(all / step);
  if (!isEven || values.length === 1) return undefined;
  return step === 1 ? `Every ${unit}` : `Every ${step} ${unit}s`;
}

function hourName(hour: number): string {
  return `hour ${pad(hour)}`;
}

function daysInWords(days: Days): string {
  switch (days.by) {
    case "month": {
      const set = bits(days.days, 1, 31);
      return set.length === 31 ? "" : `on day ${rangesInWords(set, String)} of the month`;
    }
    case "last":
      return days.weekday ? "on the last weekday of the month" : "on the last day of the month";
    case "nearest":
      return `on the weekday nearest to day ${days.day} of the month`;
    case "week": {
      const set = bits(days.days, 1, 7);
      return set.length === 7 ? "" : rangesInWords(set, dayName);
    }
    case "last-of-week":
      return `on the last ${dayName(days.day)} of the month`;
    case "nth-of-week":
      return `on the ${ordinals[days.nth - 1]} ${dayName(days.day)} of the month`;
  }
}

function monthsInWords(mask: number): string {
  const set = bits(mask, 1, 12);
  return set.length === 12 ? "" : `in ${rangesInWords(set, (month) => monthNames[month - 1] ?? "")}`;
}

function yearsInWords(years: readonly number[]): string {
  return years.length === lastYear - firstYear + 1 ? "" : `in ${rangesInWords(years, String)}`;
}

/** "Monday to Friday and Sunday". */
function rangesInWords(values: readonly number[], name: (value: number) => string): string {
  const ranges: [number, number][] = [];
  for (const value of values) {
    const last = ranges.at(-1);
    if (last && last[1] === value - 1) last[1] = value;
    else ranges.push([value, value]);
  }
  return listed(
    ranges.flatMap(([first, last]) => {
      if (last - first < 2) return first === last ? [name(first)] : [name(first), name(last)];
      return [`${name(first)} to ${name(last)}`];
    }),
  );
}

function listed(texts: readonly string[]): string {
  return texts.length < 2 ? (texts[0] ?? "") : `${texts.slice(0, -1).join(", ")} and ${texts.at(-1)}`;
}

function bits(mask: number, first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_none, at) => first + at).filter((bit) => (mask & (1 << bit)) !== 0);
}

function dayName(day: number): string {
  return dayNames[day - 1] ?? "";
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}

const ordinals = ["first", "second", "third", "fourth", "fifth"];
const dayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const monthNames = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
];
