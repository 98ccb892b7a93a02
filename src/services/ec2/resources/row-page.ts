import { fromPageToken, toPageToken } from "../../page-token.ts";
import { invalidToken } from "../errors.ts";
import { limits } from "../limits.ts";

interface RowPage<T> {
  /** At most so many after an id, in the order of ids. */
  readonly read: (after: string, limit: number) => Promise<readonly T[]>;
  readonly fits: (item: T) => boolean;
  readonly idOf: (item: T) => string;
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/**
 * A page of resources of which there may be very many: rows are read as they are needed. One with a size looks at so many rows and no more, so it may have
 * fewer items than that, or none, and a token: EC2 says of every paginated call that this may happen.
 */
export async function toRowPage<T>({ read, fits, idOf, MaxResults, NextToken }: RowPage<T>) {
  let after = fromPageToken(NextToken || undefined, invalidToken) ?? "";
  const items: T[] = [];
  let left = MaxResults === undefined ? Number.POSITIVE_INFINITY : limits.rowsPerPage;
  while (left > 0) {
    const limit = Math.min(left, rowsAtOnce);
    const rows = await read(after, limit);
    left -= rows.length;
    for (const row of rows) {
      if (fits(row)) {
        if (items.length === MaxResults) return { items, NextToken: toPageToken(after) };
        items.push(row);
      }
      after = idOf(row);
    }
    if (rows.length < limit) return { items, NextToken: undefined };
  }
  return { items, NextToken: toPageToken(after) };
}

const rowsAtOnce = 1_000;
