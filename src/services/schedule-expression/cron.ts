/**
 * A cron expression of six fields: minutes, hours, day of month, month, day of week, year. Sets are bit masks: bit n says that n is in it.
 */
export interface Cron {
  /** In ascending order, 0 to 59 and 0 to 23. */
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  /** Bits 1 to 12. */
  readonly months: number;
  readonly days: Days;
  /** In ascending order. */
  readonly years: readonly number[];
}

/** The field that is not `?`. */
export type Days =
  /** Bits 1 to 31. */
  | { readonly by: "month"; readonly days: number }
  /** `L`, and with `weekday` `LW`: the last day, or the last that is one of Monday to Friday. */
  | { readonly by: "last"; readonly weekday: boolean }
  /** `15W`: the weekday nearest to that day, in the same month. */
  | { readonly by: "nearest"; readonly day: number }
  /** Bits 1 (Sunday) to 7. */
  | { readonly by: "week"; readonly days: number }
  /** `6L`: the last Friday of the month. */
  | { readonly by: "last-of-week"; readonly day: number }
  /** `3#2`: the second Tuesday of the month. */
  | { readonly by: "nth-of-week"; readonly day: number; readonly nth: number };

export const firstYear = 1970;
export const lastYear = 2199;

/** Reads what stands between the brackets of `cron(…)`. Source: "Cron expressions reference" of EventBridge and of EventBridge Scheduler. */
export function parseCron(text: string): Cron | undefined {
  const fields = text.split(/[ \t]+/);
  if (fields.length !== 6) return undefined;
  const [minuteText = "", hourText = "", dayText = "", monthText = "", weekText = "", yearText = ""] = fields;
  const minutes = parseSet(minuteText, { first: 0, last: 59 });
  const hours = parseSet(hourText, { first: 0, last: 23 });
  const months = parseSet(monthText, { first: 1, last: 12, names: monthNames });
  const years = parseSet(yearText, { first: firstYear, last: lastYear });
  const days = parseDays(dayText, weekText);
  if (!minutes || !hours || !months || !years || !days) return undefined;
  return { minutes, hours, months: toMask(months), days, years };
}

const monthNames = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const dayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

const daysOfMonth: Field = { first: 1, last: 31 };
const daysOfWeek: Field = { first: 1, last: 7, names: dayNames };

/** One of the two says which days, the other is `?`. */
function parseDays(ofMonth: string, ofWeek: string): Days | undefined {
  if (isUnsaid(ofMonth) === isUnsaid(ofWeek)) return undefined;
  return isUnsaid(ofWeek) ? parseDaysOfMonth(ofMonth.toUpperCase()) : parseDaysOfWeek(ofWeek.toUpperCase());
}

function isUnsaid(text: string): boolean {
  return items(text).join() === "?";
}

function parseDaysOfMonth(text: string): Days | undefined {
  if (text === "L" || text === "LW") return { by: "last", weekday: text === "LW" };
  const [, nearest] = /^(\d{1,2})W$/.exec(text) ?? [];
  if (nearest !== undefined) {
    const day = parseValue(nearest, daysOfMonth);
    return day === undefined ? undefined : { by: "nearest", day };
  }
  const days = parseSet(text, daysOfMonth);
  return days && { by: "month", days: toMask(days) };
}

function parseDaysOfWeek(text: string): Days | undefined {
  // Alone it is the last day of the week.
  if (text === "L") return { by: "week", days: toMask([7]) };
  const [, last] = /^(\w+)L$/.exec(text) ?? [];
  const [, of, nth] = /^(\w+)#([1-5])$/.exec(text) ?? [];
  const named = last ?? of;
  if (named !== undefined) {
    const day = parseValue(named, daysOfWeek);
    if (day === undefined) return undefined;
    return nth === undefined ? { by: "last-of-week", day } : { by: "nth-of-week", day, nth: Number(nth) };
  }
  const days = parseSet(text, daysOfWeek);
  return days && { by: "week", days: toMask(days) };
}

/** What a field takes. `names`: of its values, from the first on. */
interface Field {
  readonly first: number;
  readonly last: number;
  readonly names?: readonly string[];
}

/** `*`, `5`, `1-5`, `0/15`, `1-31/30`, names, and lists of them; in ascending order. */
function parseSet(text: string, field: Field): number[] | undefined {
  const found = new Set<number>();
  const all = items(text.toUpperCase());
  if (all.length === 0) return undefined;
  for (const item of all) {
    const values = parseItem(item, field);
    if (!values) return undefined;
    for (const value of values) found.add(value);
  }
  return [...found].sort((left, right) => left - right);
}

/** AWS reads over commas that separate nothing: `cron(0/5, 9-18, ?, *, MON-FRI, *)` is taken. */
function items(text: string): string[] {
  return text.split(",").filter((item) => item !== "");
}

function parseItem(item: string, field: Field): number[] | undefined {
  const { first, last } = field;
  const [, range = "", stepText] = /^([^/]*)(?:\/(\d{1,4}))?$/.exec(item) ?? [];
  const step = stepText === undefined ? undefined : Number(stepText);
  if (range === "" && step === undefined) return undefined;
  if (step !== undefined && (step < 1 || step > last)) return undefined;
  // `/5` is `*/5`.
  const [fromText = "", toText, ...more] = range === "" ? ["*"] : range.split("-");
  if (more.length > 0 || (fromText === "*" && toText !== undefined)) return undefined;
  const from = fromText === "*" ? first : parseValue(fromText, field);
  const to = toText === undefined ? (fromText === "*" || step ? last : from) : parseValue(toText, field);
  if (from === undefined || to === undefined) return undefined;
  // FRI-MON goes over the end of the week, 22-2 over midnight; years have no end to go over.
  if (to < from && last === lastYear) return undefined;
  const span = last - first + 1;
  const count = ((to - from + span) % span) + 1;
  const values: number[] = [];
  for (let offset = 0; offset < count; offset += step ?? 1) values.push(first + ((from - first + offset) % span));
  return values;
}

function parseValue(text: string, { first, last, names }: Field): number | undefined {
  const named = names?.indexOf(text) ?? -1;
  if (named >= 0) return first + named;
  const value = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  return value >= first && value <= last ? value : undefined;
}

function toMask(values: readonly number[]): number {
  let mask = 0;
  for (const value of values) mask |= 1 << value;
  return mask;
}
