import { fromOffsetToken, fromPageToken, toPageToken } from "../../page-token.ts";
import { validationError } from "../errors.ts";

export interface PageRequest {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

const defaultMaxItems = 100;

/** One page of a list in key order; `Marker` is the last key of the page before. */
export function toPage<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  { Marker, MaxItems = defaultMaxItems }: PageRequest,
): { items: T[]; IsTruncated: boolean; Marker?: string } {
  const sorted = [...items].sort((a, b) => compareText(keyOf(a), keyOf(b)));
  const after = fromPageToken(Marker, () => validationError("Invalid Marker."));
  const rest = after === undefined ? sorted : sorted.filter((item) => compareText(keyOf(item), after) > 0);
  const page = rest.slice(0, MaxItems);
  const last = page.at(-1);
  if (rest.length === page.length || last === undefined) return { items: page, IsTruncated: false };
  return { items: page, IsTruncated: true, Marker: toPageToken(keyOf(last)) };
}

/** The same page of a list that is worked out as it is asked for: from where to where. `Marker` is how many were given before. */
export function toSpan(
  length: number,
  { Marker, MaxItems = defaultMaxItems }: PageRequest,
): { from: number; to: number; IsTruncated: boolean; Marker?: string } {
  const from = fromOffsetToken(Marker, () => validationError("Invalid Marker."));
  const to = Math.min(length, from + MaxItems);
  return to < length
    ? { from, to, IsTruncated: true, Marker: toPageToken(String(to)) }
    : { from, to, IsTruncated: false };
}

/** By code units: the same on every machine, whatever its locale. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
