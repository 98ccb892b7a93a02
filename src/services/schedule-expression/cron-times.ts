import type { Cron, Days } from "./cron.ts";

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const minuteMs = 60_000;

/**
 * The first minute from `fromMs` on that the expression names, on the clock of its time zone (milliseconds as if it were UTC). It goes through months,
 * not minutes: one that names nothing at all costs 230 years of twelve steps.
 */
export function nextWallTime(cron: Cron, fromMs: number): number | undefined {
  const startMs = Math.ceil(fromMs / minuteMs) * minuteMs;
  const start = new Date(startMs);
  for (const year of cron.years) {
    if (year < start.getUTCFullYear()) continue;
    const firstMonth = year === start.getUTCFullYear() ? start.getUTCMonth() + 1 : 1;
    for (let month = firstMonth; month <= 12; month++) {
      if (!has(cron.months, month)) continue;
      const monthMs = Date.UTC(year, month - 1, 1);
      const found = firstOfMonth(cron, monthMs, daysInMonth(cron.days, year, month), startMs);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function firstOfMonth(cron: Cron, monthMs: number, days: number, startMs: number): number | undefined {
  for (let day = 1; day <= 31; day++) {
    if (!has(days, day)) continue;
    const midnightMs = monthMs + (day - 1) * dayMs;
    if (midnightMs + dayMs <= startMs) continue;
    for (const hour of cron.hours) {
      const hourStartMs = midnightMs + hour * hourMs;
      if (hourStartMs + hourMs <= startMs) continue;
      for (const minute of cron.minutes) {
        const atMs = hourStartMs + minute * minuteMs;
        if (atMs >= startMs) return atMs;
      }
    }
  }
  return undefined;
}

/** The days of that month, as bits 1 to 31. */
function daysInMonth(days: Days, year: number, month: number): number {
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  /** 1 (Sunday) to 7. */
  const weekday = (day: number) => new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
  switch (days.by) {
    case "month":
      return days.days & (2 ** (last + 1) - 1);
    case "last":
      return 1 << (days.weekday ? nearestWeekday(last, weekday(last), last) : last);
    case "nearest":
      return days.day > last ? 0 : 1 << nearestWeekday(days.day, weekday(days.day), last);
    case "week": {
      let found = 0;
      const first = weekday(1);
      for (let day = 1; day <= last; day++) if (has(days.days, ((first + day - 2) % 7) + 1)) found |= 1 << day;
      return found;
    }
    case "last-of-week":
      return 1 << (last - ((weekday(last) - days.day + 7) % 7));
    case "nth-of-week": {
      const day = 1 + ((days.day - weekday(1) + 7) % 7) + 7 * (days.nth - 1);
      return day > last ? 0 : 1 << day;
    }
  }
}

/** Of Monday to Friday, without leaving the month. */
function nearestWeekday(day: number, weekday: number, last: number): number {
  if (weekday === 7) return day === 1 ? day + 2 : day - 1;
  if (weekday === 1) return day === last ? day - 2 : day + 1;
  return day;
}

function has(mask: number, bit: number): boolean {
  return (mask & (1 << bit)) !== 0;
}
