import type { ReadTransaction } from "../../../storage/database.ts";
import { fromPageToken, toPageToken } from "../../page-token.ts";
import { invalidToken } from "../errors.ts";
import { limits } from "../limits.ts";
import type { Link } from "./link-store.ts";
import type { Page, StoredRecord } from "./record-store.ts";

/** What the operations that list call the two members alike. */
export interface PageRequest {
  readonly nextToken?: string | undefined;
  readonly maxResults?: number | undefined;
}

/** A page of a list, and the token of the next. `read` is asked for one more than it has. */
export async function listPage<R>(
  { nextToken, maxResults }: PageRequest,
  read: (page: Page) => Promise<readonly StoredRecord<R>[]>,
): Promise<{ readonly page: readonly StoredRecord<R>[]; readonly nextToken: string | undefined }> {
  const after = fromPageToken(nextToken || undefined, invalidToken) ?? "";
  const most = Math.min(maxResults ?? limits.pageSize, limits.mostPageSize);
  const rows = await read({ after, limit: most + 1 });
  const page = rows.slice(0, most);
  return { page, nextToken: rows.length > most ? toPageToken(page.at(-1)?.position ?? "") : undefined };
}

/** Rows that `wanted` takes. A page ends after so many that were looked at, so that no request reads a whole registry: it may have fewer than were asked for, and a token. */
export async function listWanted<R>(
  request: PageRequest,
  tx: ReadTransaction,
  read: (tx: ReadTransaction, page: Page) => Promise<readonly StoredRecord<R>[]>,
  wanted: (row: StoredRecord<R>) => boolean,
): Promise<{ readonly page: readonly StoredRecord<R>[]; readonly nextToken: string | undefined }> {
  let after = fromPageToken(request.nextToken || undefined, invalidToken) ?? "";
  const most = Math.min(request.maxResults ?? limits.pageSize, limits.mostPageSize);
  const page: StoredRecord<R>[] = [];
  for (let lookedAt = 0; lookedAt < mostLookedAt; ) {
    const rows = await read(tx, { after, limit: rowsAtOnce });
    for (const row of rows) {
      if (page.length === most && wanted(row)) return { page, nextToken: toPageToken(after) };
      if (wanted(row)) page.push(row);
      after = row.position;
    }
    if (rows.length < rowsAtOnce) return { page, nextToken: undefined };
    lookedAt += rows.length;
  }
  return { page, nextToken: toPageToken(after) };
}

const rowsAtOnce = 500;
const mostLookedAt = 10_000;

/** A page of what something is linked with, by names. */
export async function listLinks(
  request: PageRequest,
  read: (page: Page) => Promise<readonly Link[]>,
): Promise<{ readonly page: readonly Link[]; readonly nextToken: string | undefined }> {
  const after = fromPageToken(request.nextToken || undefined, invalidToken) ?? "";
  const most = Math.min(request.maxResults ?? limits.pageSize, limits.mostPageSize);
  const links = await read({ after, limit: most + 1 });
  const page = links.slice(0, most);
  return { page, nextToken: links.length > most ? toPageToken(page.at(-1)?.name ?? "") : undefined };
}
