import { fromOffsetToken, toPageToken } from "../../page-token.ts";
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
  const start = fromOffsetToken(NextPageToken, invalidToken);
  const end = start + Math.min(MaxResults ?? limits.valuesPerPage, limits.valuesPerPage);
  const token = end < values.length ? toPageToken(String(end)) : undefined;
  return { page: values.slice(start, end), NextPageToken: token };
}

/** Search is without regard to case, as in the console. */
export function containsText(value: string, searched: string | undefined): boolean {
  return value.toLowerCase().includes((searched ?? "").toLowerCase());
}
