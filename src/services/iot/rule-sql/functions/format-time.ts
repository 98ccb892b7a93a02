import { findTimeZone } from "../../../schedule-expression/time-zone.ts";
import { months, type PatternPart, timePatternParts, weekdays } from "./time-pattern.ts";

/** A moment by a pattern of Joda-Time. Undefined for a pattern, time or zone that there is not. Source: Joda-Time, "DateTimeFormat". */
export function formatTime(pattern: string, atMs: number, zoneName: string): string | undefined {
  const parts = timePatternParts(pattern);
  const zone = toZone(zoneName);
  if (!parts || !zone || !(Math.abs(atMs) <= 8.64e15)) return undefined;
  const offsetMs = zone.offsetMs(atMs);
  const wall = new Date(atMs + offsetMs);
  if (Number.isNaN(wall.getTime())) return undefined;
  const texts = parts.map((part) => ("text" in part ? part.text : toText(part, wall, { zoneName, offsetMs, atMs })));
  return texts.every((text) => text !== undefined) ? texts.join("") : undefined;
}

function toZone(name: string): { offsetMs(atMs: number): number } | undefined {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(name) ?? [];
  if (sign === undefined) return findTimeZone(name);
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return { offsetMs: () => (sign === "-" ? -offset : offset) };
}

interface Moment {
  readonly zoneName: string;
  readonly offsetMs: number;
  readonly atMs: number;
}

type Letter = Extract<PatternPart, { letter: string }>;

/** `wall`: what the zone's clock shows, as if it were UTC. */
function toText({ letter, count }: Letter, wall: Date, moment: Moment): string | undefined {
  const number = (value: number) => String(value).padStart(count, "0");
  const name = (full: string) => (count >= 4 ? full : full.slice(0, 3));
  const year = wall.getUTCFullYear();
  const hours = wall.getUTCHours();
  switch (letter) {
    case "G":
      return year > 0 ? "AD" : "BC";
    case "C":
      return number(Math.floor(Math.abs(year) / 100));
    case "y":
    case "Y":
      return count === 2
        ? String(Math.abs(year) % 100).padStart(2, "0")
        : number(letter === "Y" ? Math.abs(year) : year);
    case "x":
      return count === 2 ? String(weekOf(wall).year % 100).padStart(2, "0") : number(weekOf(wall).year);
    case "w":
      return number(weekOf(wall).week);
    case "e":
      return number(wall.getUTCDay() || 7);
    case "E":
      return name(weekdays[wall.getUTCDay()] ?? "");
    case "D":
      return number(dayOfYear(wall));
    case "M":
      return count >= 3 ? name(months[wall.getUTCMonth()] ?? "") : number(wall.getUTCMonth() + 1);
    case "d":
      return number(wall.getUTCDate());
    case "a":
      return hours < 12 ? "AM" : "PM";
    case "K":
      return number(hours % 12);
    case "h":
      return number(hours % 12 || 12);
    case "H":
      return number(hours);
    case "k":
      return number(hours || 24);
    case "m":
      return number(wall.getUTCMinutes());
    case "s":
      return number(wall.getUTCSeconds());
    case "S":
      return String(wall.getUTCMilliseconds()).padStart(3, "0").padEnd(count, "0").slice(0, count);
    case "z":
      return zoneWord(moment, count >= 4 ? "long" : "short");
    case "Z":
      return count >= 3 ? moment.zoneName : offsetText(moment.offsetMs, count === 2 ? ":" : "");
    default:
      return undefined;
  }
}

function zoneWord({ zoneName, offsetMs, atMs }: Moment, timeZoneName: "short" | "long"): string {
  if (zoneName === "UTC") return timeZoneName === "long" ? "Coordinated Universal Time" : "UTC";
  if (/^[+-]/.test(zoneName)) return offsetText(offsetMs, ":");
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: zoneName, timeZoneName }).formatToParts(atMs);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
}

function offsetText(offsetMs: number, between: string): string {
  const minutes = Math.floor(Math.abs(offsetMs) / 60_000);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${offsetMs < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}${between}${two(minutes % 60)}`;
}

const dayMs = 86_400_000;

function dayOfYear(wall: Date): number {
  return Math.floor((wall.getTime() - Date.UTC(wall.getUTCFullYear(), 0, 1)) / dayMs) + 1;
}

/** Of ISO 8601: a week belongs to the year of its Thursday. */
function weekOf(wall: Date): { readonly year: number; readonly week: number } {
  const thursday = new Date(wall.getTime() + (4 - (wall.getUTCDay() || 7)) * dayMs);
  return { year: thursday.getUTCFullYear(), week: Math.ceil(dayOfYear(thursday) / 7) };
}
