import type { ResultField } from "@aws-sdk/client-cloudwatch-logs";

/** A result of a query: its fields, and under `#` its number. */
export type Row = Readonly<Record<string, string>>;

export function toRows(results: readonly (readonly ResultField[])[] | undefined): Row[] {
  return (results ?? []).map((fields, index) => ({
    ...Object.fromEntries(fields.map(({ field = "", value = "" }) => [field, value])),
    "#": String(index),
  }));
}

/** All that rows have, in the order in which it first comes; what means the record itself is none of it. */
export function fieldsOf(rows: readonly Row[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((field) => field !== "@ptr" && field !== "#");
}

/** What can be drawn of results: numbers, and by what they are told apart. */
export interface Drawable {
  /** The field of times, if there is one. */
  readonly time: string | undefined;
  /** Those that tell rows apart: a function's name, a level. */
  readonly labels: readonly string[];
  readonly numbers: readonly string[];
}

/** Undefined where nothing can: rows of messages, not of sums. */
export function drawableOf(fields: readonly string[], rows: readonly Row[]): Drawable | undefined {
  const has = (field: string, test: (value: string) => boolean) => {
    const values = rows.map((row) => row[field]).filter((value) => value !== undefined && value !== "");
    return values.length > 0 && values.every((value) => test(value as string));
  };
  const time = fields.find((field) => field.startsWith("bin(") || has(field, isTime));
  const numbers = fields.filter((field) => field !== time && !field.startsWith("@") && has(field, isNumber));
  const labels = fields.filter((field) => field !== time && !numbers.includes(field));
  if (numbers.length === 0 || labels.some((field) => /^@(?:message|ptr)$/.test(field))) return undefined;
  return { time, labels, numbers };
}

function isTime(value: string): boolean {
  return /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d/.test(value);
}

function isNumber(value: string): boolean {
  return value.trim() !== "" && Number.isFinite(Number(value));
}

/** Each number of each group of rows as a line over time, or as one value. */
export interface DrawnSeries {
  readonly title: string;
  readonly points: readonly { readonly x: string; readonly y: number }[];
}

export function toSeries({ time, labels, numbers }: Drawable, rows: readonly Row[]): DrawnSeries[] {
  const xOf = (row: Row) => (time === undefined ? labelOf(row, labels) : (row[time] ?? ""));
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = time === undefined ? "" : labelOf(row, labels);
    groups.set(group, [...(groups.get(group) ?? []), row]);
  }
  return [...groups].flatMap(([group, of]) =>
    numbers.map((number) => ({
      title: [group, numbers.length > 1 || group === "" ? number : ""].filter(Boolean).join(" "),
      points: of
        .filter((row) => row[number] !== undefined && row[number] !== "")
        .map((row) => ({ x: xOf(row), y: Number(row[number]) }))
        .sort((a, b) => (time === undefined ? 0 : a.x.localeCompare(b.x))),
    })),
  );
}

function labelOf(row: Row, labels: readonly string[]): string {
  return labels.map((label) => row[label] ?? "-").join(", ") || "all";
}
