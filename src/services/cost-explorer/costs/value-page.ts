import { invalidToken } from "../errors.ts";
import { limits } from "../limits.ts";

/** A page of values. The token holds how many came before. */
export function toPage<T>(
  values: readonly T[],
  {
    NextPageToken,
    MaxResults,
  }: { readonly NextPageToken?: string | undefined; readonly MaxResults?: number | undefined },
): { page: readonly T[]; NextPageToken: string | undefined } {
  const start =
    NextPageToken === undefined ? 0 : Number(Buffer.from(NextPageToken, "base64url").toString() || Number.NaN);
  if (!Number.isInteger(start) || start < 0) throw invalidToken();
  const end = start + Math.min(MaxResults ?? limits.valuesPerPage, limits.valuesPerPage);
  const token = end < values.length ? Buffer.from(String(end)).toString("base64url") : undefined;
  return { page: values.slice(start, end), NextPageToken: token };
}

/** Search is without regard to case, as in the console. */
export function containsText(value: string, searched: string | undefined): boolean {
  return value.toLowerCase().includes((searched ?? "").toLowerCase());
}
