import { type FromText, fromText, type ToText, toText } from "../codec/text-value.ts";
import type { Member, Shape } from "../model/shape.ts";

/** How a member is read from an HTTP header. Dates are HTTP dates unless the shape says otherwise. */
export function fromHeader({ shape, traits }: Member): FromText {
  if (isJson(shape, traits.mediaType)) return (text) => Buffer.from(text, "base64").toString("utf8");
  if (shape.kind !== "list") return fromText(shape);
  const read = fromText(shape.item.shape);
  const split = isHttpDate(shape.item.shape) ? splitHttpDates : splitHeader;
  return (text) => split(text).map(read);
}

export function toHeader({ shape, traits }: Member): ToText {
  if (isJson(shape, traits.mediaType)) return (value) => Buffer.from(String(value)).toString("base64");
  if (shape.kind !== "list") return toText(shape, "http-date");
  const write = toText(shape.item.shape, "http-date");
  const quotes = shape.item.shape.kind === "string";
  return (values: readonly never[]) =>
    values.map((value) => (quotes ? quoteIfNeeded(write(value)) : write(value))).join(", ");
}

/** A header cannot carry JSON as it is. */
function isJson(shape: Shape, mediaType: string | undefined): boolean {
  return shape.kind === "string" && mediaType?.includes("json") === true;
}

function isHttpDate(shape: Shape): boolean {
  return shape.kind === "timestamp" && (shape.format ?? "http-date") === "http-date";
}

/** An HTTP date has a comma itself. */
function splitHttpDates(text: string): string[] {
  const parts = text.split(",");
  const dates: string[] = [];
  for (let index = 0; index + 1 < parts.length; index += 2) dates.push(`${parts[index]},${parts[index + 1]}`.trim());
  return dates;
}

/** Comma-separated items; within quotes a comma is a character and a backslash keeps the next one. */
function splitHeader(text: string): string[] {
  const items: string[] = [];
  let item = "";
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (quoted && character === "\\") item += text[++at] ?? "";
    else if (character === '"') quoted = !quoted;
    else if (character === "," && !quoted) {
      items.push(item.trim());
      item = "";
    } else item += character;
  }
  if (item.trim() !== "" || items.length > 0) items.push(item.trim());
  return items;
}

function quoteIfNeeded(item: string): string {
  return /[",]/.test(item) ? `"${item.replace(/(["\\])/g, "\\$1")}"` : item;
}
