import { admit } from "../capacity/admit.ts";
import type { Condition } from "../expressions/condition.ts";
import type { KeyRange, StoredRow } from "../items/item-store.ts";
import { keyAfter } from "../items/row-key.ts";
import type { StoredItem } from "../items/stored-item.ts";
import { limits } from "../limits.ts";
import type { DynamoDbContext } from "../operation.ts";
import type { Layout, Part } from "../partitions/layout.ts";
import { afterMove } from "../partitions/moved.ts";
import { partitionStore } from "../partitions/partition-store.ts";
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
  let { layout } = read.source;
  let rest: KeyRange | undefined = read.range;
  while (rest && !collector.isFull) {
    const part = partAt(layout, rest, read.isBackward);
    const end = await readPartition(context, read, { rest, part }, collector);
    if (end.isClosed) layout = (await afterMove(context, table, part.number)).layout;
    rest = end.rest;
  }
  return collector.page();
}

/** The partition that has the first keys of the range, or the last ones. */
function partAt({ parts, partOf }: Layout, { from, to }: KeyRange, isBackward: boolean): Part {
  if (!isBackward) return partOf(from);
  const last = partOf(to);
  return Buffer.compare(last.from, to) < 0 ? last : (parts[parts.indexOf(last) - 1] ?? last);
}

interface PartitionEnd {
  /** What is to be read of other partitions. */
  readonly rest: KeyRange | undefined;
  /** It has been divided meanwhile. */
  readonly isClosed: boolean;
}

/** Each chunk is a read of its own, as on AWS: what is committed meanwhile is seen or not. */
async function readPartition(
  { host: { storage } }: DynamoDbContext,
  { source, isBackward, limit }: PageRead,
  { rest, part }: { readonly rest: KeyRange; readonly part: Part },
  collector: PageCollector,
): Promise<PartitionEnd> {
  const partition = storage.partition(source.partition(part.number));
  let from = isBackward ? later(rest.from, part.from) : rest.from;
  let to = isBackward ? rest.to : earlier(rest.to, part.to);
  for (let rows = firstRows; !collector.isFull; rows = mostRows) {
    const wanted = Math.min(rows, (limit ?? Number.POSITIVE_INFINITY) - collector.scanned, collector.fitting());
    const found = await partition.read(async (tx) => {
      if (!source.isGlobal && (await partitionStore.stage(tx)) === "closed") return undefined;
      return source.page(tx, { from, to }, { limit: wanted, isBackward });
    });
    if (!found) return { isClosed: true, rest: isBackward ? { from: rest.from, to } : { from, to: rest.to } };
    for (const row of found) {
      collector.add(row);
      if (collector.isFull) return { isClosed: false, rest: undefined };
    }
    const end = found.at(-1)?.key;
    if (found.length < wanted || !end) break;
    if (isBackward) to = end;
    else from = keyAfter(end);
  }
  if (isBackward) return { isClosed: false, rest: orNone({ from: rest.from, to: part.from }) };
  return { isClosed: false, rest: orNone({ from: part.to, to: rest.to }) };
}

function orNone({ from, to }: KeyRange): KeyRange | undefined {
  return Buffer.compare(from, to) < 0 ? { from, to } : undefined;
}

function earlier(one: Buffer, other: Buffer): Buffer {
  return Buffer.compare(one, other) <= 0 ? one : other;
}

function later(one: Buffer, other: Buffer): Buffer {
  return Buffer.compare(one, other) >= 0 ? one : other;
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
