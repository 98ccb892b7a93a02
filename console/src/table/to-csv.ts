/** A column of a table as text. */
export interface CsvColumn<T> {
  readonly header: string;
  readonly value?: (item: T) => string | number | undefined;
}

/**
 * A table as a file for spreadsheets (RFC 4180). Times, which columns sort by as milliseconds, are written as ISO 8601. What a spreadsheet would take for a formula
 * gets an apostrophe before it.
 */
export function toCsv<T>(columns: readonly CsvColumn<T>[], items: readonly T[]): string {
  const told = columns.filter(({ value }) => value !== undefined);
  const rows = items.map((item) => told.map(({ header, value }) => toText(header, value?.(item))));
  return [told.map(({ header }) => header), ...rows].map((row) => `${row.map(quote).join(",")}\r\n`).join("");
}

function toText(header: string, value: string | number | undefined): string {
  if (typeof value === "number") return isTime(header, value) ? new Date(value).toISOString() : String(value);
  return /^[=+\-@\t\r]./.test(value ?? "") ? `'${value}` : (value ?? "");
}

function isTime(header: string, value: number): boolean {
  return value > 1e12 && value < 1e14 && /time|date|modified|created|updated|started|last|age|used/i.test(header);
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
