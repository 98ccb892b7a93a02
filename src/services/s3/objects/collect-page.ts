/** Something that lists show under its key. */
export interface Keyed {
  readonly key: string;
}

/** Where a list goes on: behind an item, or with the first key that is not less. */
export type Cursor<T> = { readonly after: T } | { readonly from: string };

export interface PageRequest<T> {
  /** Rows in the order of the list, at most `limit`. */
  readonly fetch: (cursor: Cursor<T>, limit: number) => Promise<T[]>;
  readonly start: Cursor<T>;
  readonly prefix: string;
  readonly delimiter: string | undefined;
  /** Of items and common prefixes together. */
  readonly limit: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly commonPrefixes: readonly string[];
  readonly isTruncated: boolean;
  /** The last item or common prefix. */
  readonly last: T | string | undefined;
}

/**
 * One page of a list with prefix and delimiter. Keys under a common prefix are not read one by one: the search goes on behind
 * the prefix, so a folder of a million objects costs one look.
 */
export async function collectPage<T extends Keyed>(request: PageRequest<T>): Promise<Page<T>> {
  const { prefix, delimiter, limit } = request;
  const items: T[] = [];
  const commonPrefixes: string[] = [];
  let last: T | string | undefined;
  if (limit === 0) return { items, commonPrefixes, isTruncated: false, last };
  for await (const entry of entriesOf(request)) {
    if (items.length + commonPrefixes.length === limit) return { items, commonPrefixes, isTruncated: true, last };
    const common = commonPrefixOf(entry.key, prefix, delimiter);
    if (common === undefined) items.push(entry);
    else commonPrefixes.push(common);
    last = common ?? entry;
  }
  return { items, commonPrefixes, isTruncated: false, last };
}

/** The part of a key up to and with the first delimiter behind the prefix; undefined if there is none. */
export function commonPrefixOf(key: string, prefix: string, delimiter: string | undefined): string | undefined {
  if (!delimiter || !key.startsWith(prefix)) return undefined;
  const index = key.indexOf(delimiter, prefix.length);
  return index < 0 ? undefined : key.slice(0, index + delimiter.length);
}

/**
 * Where a list starts behind a marker, which may be a key or a common prefix. A common prefix that the marker lies in has been
 * shown and is not shown again. Undefined if nothing can follow.
 */
export function startAfter<T>(
  marker: string,
  prefix: string,
  delimiter: string | undefined,
  behind: (key: string) => Cursor<T>,
): Cursor<T> | undefined {
  const common = commonPrefixOf(marker, prefix, delimiter);
  if (common !== undefined) return cursorBehind(common);
  return compareKeys(marker, prefix) < 0 ? { from: prefix } : behind(marker);
}

/** The first entry of each common prefix, and every item, from the start on. */
async function* entriesOf<T extends Keyed>(request: PageRequest<T>): AsyncGenerator<T> {
  const { fetch, prefix, delimiter, limit } = request;
  let cursor: Cursor<T> | undefined = request.start;
  let batch = delimiter ? fewRows : limit + 1;
  while (cursor) {
    const rows: T[] = await fetch(cursor, batch);
    let skipped: string | undefined;
    for (const row of rows) {
      if (skipped !== undefined && row.key.startsWith(skipped)) continue;
      if (!row.key.startsWith(prefix)) return;
      yield row;
      skipped = commonPrefixOf(row.key, prefix, delimiter);
    }
    const end = rows.at(-1);
    if (!end || rows.length < batch) return;
    cursor = skipped === undefined ? { after: end } : cursorBehind(skipped);
    // Of a folder one row is enough; where there are none, larger batches are faster.
    batch = skipped === undefined ? Math.min(batch * 4, mostRows) : fewRows;
  }
}

const fewRows = 16;
const mostRows = 1_001;

function cursorBehind<T>(prefix: string): Cursor<T> | undefined {
  const next = successorOf(prefix);
  return next === undefined ? undefined : { from: next };
}

/** The least text greater than everything that begins with `prefix`, in the order of UTF-8 bytes, which is that of code points. */
function successorOf(prefix: string): string | undefined {
  const points = [...prefix];
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    const point = last.codePointAt(0) ?? 0;
    if (point < 0x10ffff) return points.join("") + String.fromCodePoint(point === 0xd7ff ? 0xe000 : point + 1);
  }
  return undefined;
}

function compareKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
