import { toPageToken } from "../../page-token.ts";
import { invalidParameter } from "../errors.ts";

/**
 * One page of a list that is in memory. The marker is the last page's last key, in base64 so that nobody builds on it.
 * Throws InvalidParameterValueException for a marker that is none.
 */
export function pageOf<T>(
  items: readonly T[],
  { Marker, MaxItems }: { Marker?: string; MaxItems?: number },
  most: number,
  keyOf: (item: T) => string,
): { items: T[]; nextMarker: string | undefined } {
  const limit = Math.min(MaxItems ?? most, most);
  const from = Marker === undefined ? 0 : items.findIndex((item) => keyOf(item) === readMarker(Marker)) + 1;
  const page = items.slice(from, from + limit);
  const last = page.at(-1);
  const more = from + limit < items.length;
  return { items: page, nextMarker: more && last !== undefined ? toPageToken(keyOf(last)) : undefined };
}

/** Throws InvalidParameterValueException. */
export function readMarker(marker: string): string {
  const key = Buffer.from(marker, "base64url").toString();
  if (!/^[a-zA-Z0-9-_$:]{1,200}$/.test(key)) throw invalidParameter(`Invalid marker: ${marker}`);
  return key;
}
