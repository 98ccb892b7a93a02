import { cloudNowMs } from "./cloud-clock.ts";

/** Sep 3, 2026, 14:05:09 (UTC+02:00): AWS's long form with a short month, so that a column of it fits beside others. */
export function formatTime(time: Date | string | number | undefined): string {
  if (time === undefined || time === "") return "-";
  const date = toDate(time);
  return Number.isNaN(date.getTime()) ? "-" : `${longForm.format(date)} (UTC${offset(date)})`;
}

/** 2026-09-03T14:05:09.123+02:00, as log events show it; in UTC with a Z. */
export function formatTimestamp(ms: number | undefined, isUtc = false): string {
  if (ms === undefined) return "-";
  if (isUtc) return new Date(ms).toISOString();
  const date = new Date(ms);
  return new Date(ms - date.getTimezoneOffset() * 60_000).toISOString().replace("Z", offset(date));
}

/** "5 minutes ago". */
export function formatAge(time: Date | string | number | undefined, nowMs = cloudNowMs()): string {
  if (time === undefined) return "-";
  const seconds = Math.round((nowMs - toDate(time).getTime()) / 1_000);
  const [size, unit] = ages.find(([least]) => Math.abs(seconds) >= least) ?? [1, "second"];
  return relative.format(-Math.round(seconds / size), unit);
}

export function toMs(time: Date | string | number | undefined): number {
  return time === undefined ? 0 : toDate(time).getTime();
}

/** Lambda writes `+0000`, which not every browser reads. */
function toDate(time: Date | string | number): Date {
  return time instanceof Date ? time : new Date(typeof time === "string" ? time.replace(/\+0000$/, "Z") : time);
}

function offset(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  const pad = (value: number) => String(Math.floor(Math.abs(value))).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${pad(minutes / 60)}:${pad(minutes % 60)}`;
}

const longForm = new Intl.DateTimeFormat("en-US", {
  year: "numeric",
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const ages: readonly (readonly [number, Intl.RelativeTimeFormatUnit])[] = [
  [31_536_000, "year"],
  [2_592_000, "month"],
  [86_400, "day"],
  [3_600, "hour"],
  [60, "minute"],
];
