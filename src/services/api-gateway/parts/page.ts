import { fromPageToken, toPageToken } from "../../page-token.ts";
import { invalid } from "../errors.ts";
import { limits } from "../limits.ts";

interface PageInput {
  readonly limit?: number | undefined;
  readonly position?: string | undefined;
}

/** A page of what `read` gives in the order of `keyOf`: as many as `limit` says behind `position`. */
export async function toPage<T>(
  { limit = limits.defaultPageSize, position }: PageInput,
  keyOf: (item: T) => string,
  read: (after: string, most: number) => Promise<readonly T[]>,
): Promise<{ items: T[]; position?: string }> {
  // As recorded: what is no number of items is the usual one.
  const most = limit < 1 ? limits.defaultPageSize : Math.min(limit, limits.pageSize);
  const after = fromPageToken(position, () => invalid("Invalid position parameter")) ?? "";
  const found = await read(after, most + 1);
  const items = found.slice(0, most);
  const last = items.at(-1);
  return { items, ...(found.length > most && last !== undefined && { position: toPageToken(keyOf(last)) }) };
}

/** For what there is little of: `items` are in the order of `keyOf`. */
export function fromList<T>(items: readonly T[], keyOf: (item: T) => string) {
  return async (after: string, most: number): Promise<readonly T[]> =>
    items.filter((item) => after === "" || keyOf(item) > after).slice(0, most);
}
