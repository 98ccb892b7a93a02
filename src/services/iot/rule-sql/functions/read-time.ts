import { findTimeZone, momentOf } from "../../../schedule-expression/time-zone.ts";
import { months, type PatternPart, timePatternParts, weekdays } from "./time-pattern.ts";

/** Milliseconds since 1970 of a text that has the form of a pattern of Java; Undefined for one that has not. Without a zone it is UTC. Source: Java 11, "DateTimeFormatter". */
export function readTime(text: string, pattern: string): number | undefined {
  const parts = timePatternParts(pattern);
  if (!parts || text.length > 256) return undefined;
  const fields: Fields = {
    year: 1970,
    month: 1,
    day: 1,
    hour: 0,
    minute: 0,
    second: 0,
    ms: 0,
    isAfternoon: undefined,
    zone: "UTC",
  };
  let at = 0;
  for (const part of parts) {
    const length =
      "text" in part
        ? text.startsWith(part.text, at)
          ? part.text.length
          : -1
        : readField(part, text.slice(at), fields);
    if (length < 0) return undefined;
    at += length;
  }
  return at === text.length ? toMoment(fields) : undefined;
}

interface Fields {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  ms: number;
  isAfternoon: boolean | undefined;
  zone: string;
}

type Letter = Extract<PatternPart, { letter: string }>;

/** How many characters the field takes; -1 if there is none. */
function readField({ letter, count }: Letter, rest: string, fields: Fields): number {
  const digits = (most: number, take: (value: number) => void): number => {
    const [found] = new RegExp(`^\\d{1,${most}}`).exec(rest) ?? [];
    if (found === undefined) return -1;
    take(Number(found));
    return found.length;
  };
  switch (letter) {
    case "y":
    case "u":
      return digits(count === 2 ? 2 : Math.max(4, count), (value) => {
        fields.year = count === 2 ? 2000 + value : value;
      });
    case "M":
    case "L":
      return count >= 3
        ? readName(rest, months, count, (index) => {
            fields.month = index + 1;
          })
        : digits(2, (value) => {
            fields.month = value;
          });
    case "d":
      return digits(2, (value) => {
        fields.day = value;
      });
    case "E":
      return readName(rest, weekdays, count, () => {});
    case "H":
      return digits(2, (value) => {
        fields.hour = value;
      });
    case "k":
    case "K":
      return digits(2, (value) => {
        fields.hour = letter === "k" ? value % 24 : value;
      });
    case "h":
      return digits(2, (value) => {
        fields.hour = value % 12;
      });
    case "m":
      return digits(2, (value) => {
        fields.minute = value;
      });
    case "s":
      return digits(2, (value) => {
        fields.second = value;
      });
    case "S": {
      const [found] = new RegExp(`^\\d{${Math.min(count, 9)}}`).exec(rest) ?? [];
      if (found === undefined) return -1;
      fields.ms = Number(found.padEnd(3, "0").slice(0, 3));
      return found.length;
    }
    case "a":
      if (!/^[AP]M/i.test(rest)) return -1;
      fields.isAfternoon = /^P/i.test(rest);
      return 2;
    case "G":
      return /^AD/.test(rest) ? 2 : -1;
    case "V":
    case "z":
    case "v":
    case "X":
    case "x":
    case "Z":
    case "O": {
      const [found] = /^(?:(?:UTC|GMT|UT)?[+-]\d\d?(?::?\d\d)?|Z|[A-Za-z]+(?:[/_-][A-Za-z_]+)*)/.exec(rest) ?? [];
      if (found === undefined) return -1;
      fields.zone = found;
      return found.length;
    }
    default:
      return -1;
  }
}

function readName(rest: string, names: readonly string[], count: number, take: (index: number) => void): number {
  const length = (name: string) => (count >= 4 ? name.length : 3);
  const index = names.findIndex((name) => rest.startsWith(name.slice(0, length(name))));
  if (index < 0) return -1;
  take(index);
  return length(names[index] ?? "");
}

function toMoment({ year, month, day, hour, minute, second, ms, isAfternoon, zone }: Fields): number | undefined {
  const hours = isAfternoon && hour < 12 ? hour + 12 : hour;
  const wall = new Date(Date.UTC(2000, month - 1, day, hours, minute, second, ms));
  wall.setUTCFullYear(year, month - 1, day);
  const isThere = month <= 12 && wall.getUTCDate() === day && hours < 24 && minute < 60 && second < 60;
  if (!isThere || Number.isNaN(wall.getTime())) return undefined;
  const [, sign, offsetHours, offsetMinutes = "0"] = /^(?:UTC|GMT|UT)?([+-])(\d\d?):?(\d\d)?$/.exec(zone) ?? [];
  if (sign !== undefined) {
    const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000;
    return wall.getTime() - (sign === "-" ? -offset : offset);
  }
  const found = findTimeZone(["Z", "GMT", "UT"].includes(zone) ? "UTC" : (abbreviations.get(zone) ?? zone));
  if (!found) return undefined;
  const moment = momentOf(wall.getTime(), found);
  return moment.is === "there" ? moment.atMs : moment.thenMs;
}

/** As Java reads them. */
const abbreviations: ReadonlyMap<string, string> = new Map([
  ["PST", "America/Los_Angeles"],
  ["PDT", "America/Los_Angeles"],
  ["MST", "America/Denver"],
  ["MDT", "America/Denver"],
  ["CST", "America/Chicago"],
  ["CDT", "America/Chicago"],
  ["EST", "America/New_York"],
  ["EDT", "America/New_York"],
  ["CET", "Europe/Paris"],
  ["CEST", "Europe/Paris"],
  ["JST", "Asia/Tokyo"],
]);
