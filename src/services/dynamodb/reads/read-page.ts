import { admit } from "../capacity/admit.ts";
import type { Condition } from "../expressions/condition.ts";
import type { KeyRange, StoredRow } from "../items/item-store.ts";
import { keyAfter, partitionOfKey } from "../items/row-key.ts";
import type { StoredItem } from "../items/stored-item.ts";
import { limits } from "../limits.ts";
import type { DynamoDbContext } from "../operation.ts";
import type { KnownTable } from "../tables/known-table.ts";
import { attributeOf, type Item, setAttribute } from "../values/attribute-value.ts";
import type { RowSource } from "./row-source.ts";

export interface PageRead {
  readonly source: RowSource;
  readonly range: KeyRange;
  readonly isBackward: boolean;
  /** Rows that are looked at. */
  readonly limit: number | undefined;
  readonly filter: Condition | undefined;
  /** Whether attributes are asked for that a local index has not: each row is then read from the table, too. */
  readonly fetches: boolean;
}

export interface Page {
  readonly items: StoredItem[];
  readonly scanned: number;
  /** Bytes that were read of the source, as AWS counts them, and of the table beside it. */
  readonly bytes: number;
  readonly fetchedBytes: number;

  readonly lastKey: Item | undefined;
}

/** Rows that are read at first, and then as many as fit; what a page needs not is not read. */
const firstRows = 100;
const mostRows = 1_000;

/** A page of Query or Scan: it ends at the limit, at a megabyte, or at the end of the range. */
export async function readPage(context: DynamoDbContext, table: KnownTable, read: PageRead): Promise<Page> {
  const { index, isGlobal } = read.source;
  admit(context.state, table, "Read", isGlobal ? table.global.find(({ name }) => name === index?.name) : undefined);
  const collector = new PageCollector(read);
  const [first, last] = partitionsOf(table, read.range);
  const step = read.isBackward ? -1 : 1;
  for (let number = read.isBackward ? last : first; number >= first && number <= last; number += step) {
    await readPartition(context, read, number, collector);
    if (collector.isFull) break;
  }
  return collector.page();
}

/** Each chunk is a read of its own, as on AWS: what is committed meanwhile is seen or not. */
async function readPartition(
  { host: { storage } }: DynamoDbContext,
  { source, range, isBackward, limit }: PageRead,
  number: number,
  collector: PageCollector,
): Promise<void> {
  const partition = storage.partition(source.partition(number));
  let { from, to } = range;
  for (let rows = firstRows; !collector.isFull; rows = mostRows) {
    const wanted = Math.min(rows, (limit ?? Number.POSITIVE_INFINITY) - collector.scanned, collector.fitting());
    const found = await partition.read((tx) => source.page(tx, { from, to }, { limit: wanted, isBackward }));
    for (const row of found) {
      collector.add(row);
      if (collector.isFull) return;
    }
    const end = found.at(-1)?.key;
    if (found.length < wanted || !end) return;
    if (isBackward) to = end;
    else from = keyAfter(end);
  }
}

function partitionsOf({ partitions }: KnownTable, { from, to }: KeyRange): readonly [number, number] {
  return [partitionOfKey(from, partitions), Math.min(partitionOfKey(to, partitions), partitions - 1)];
}

class PageCollector {
  readonly #read: PageRead;
  readonly #rangeKey: string | undefined;
  /** Attributes that the filter looks at. */
  readonly #filtered: ReadonlySet<string>;
  readonly #items: StoredItem[] = [];
  scanned = 0;
  isFull = false;
  #weight = 0;
  #bytes = 0;
  #fetchedBytes = 0;
  #last: StoredItem | undefined;

  constructor(read: PageRead) {
    this.#read = read;
    this.#rangeKey = read.source.key.find(({ isHash }) => !isHash)?.name;
    this.#filtered = new Set(read.filter?.paths.map(([name]) => String(name)));
  }

  add({ stored }: StoredRow): void {
    const { source, filter, limit, fetches } = this.#read;
    const own = source.visible(stored);
    const item = fetches ? stored : own;
    this.scanned += 1;
    this.#bytes += own.size;
    if (fetches) this.#fetchedBytes += stored.size;
    this.#weight += item.weight(this.#rangeKey);
    this.#last = item;
    if (!filter || filter.matches(item.some(this.#filtered))) this.#items.push(item);
    this.isFull = this.scanned === limit || this.#weight >= limits.pageBytes;
  }

  /** Rows that the rest of a megabyte may hold, if they are like those before. */
  fitting(): number {
    if (this.scanned === 0) return Number.POSITIVE_INFINITY;
    return Math.ceil(((limits.pageBytes - this.#weight) / this.#weight) * this.scanned) + 1;
  }

  page(): Page {
    return {
      items: this.#items,
      scanned: this.scanned,
      bytes: this.#bytes,
      fetchedBytes: this.#fetchedBytes,
      lastKey: this.isFull && this.#last ? this.#identityOf(this.#last) : undefined,
    };
  }

  #identityOf(stored: StoredItem): Item {
    const { identity } = this.#read.source;
    const item = stored.some(new Set(identity.map(({ name }) => name)));
    const key: Item = {};
    for (const { name } of identity) setAttribute(key, name, attributeOf(item, name)!);
    return key;
  }
}
