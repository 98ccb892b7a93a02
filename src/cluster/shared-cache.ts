import type { PartitionKey } from "../storage/database.ts";
import { keyText } from "../storage/partition-key.ts";
import type { SharedCache, SharedCacheOptions } from "./cluster.ts";

interface Entry<Value> {
  readonly text: string;
  readonly partition: string;
  readonly row: string;
  /** Undefined until the first load is done, and for what was looked for and is not there. */
  value: Value | undefined;
  /** Whether the value is what the database has. If not, it is only what a load may begin from. */
  isFresh: boolean;
  /** Counts changes: what a load that began before the last one has read may be old. */
  changes: number;
  /** Shared by all who ask while it goes on, if nothing has changed since it began. */
  loading: Promise<Value> | undefined;
}

/**
 * A cache that is told of changes by partition and row (`changed`), never by its users. Whoever asks after a change has been told gets what
 * was read after it: a load that was under way is given to those who had asked before, and is not kept.
 */
export class CacheOfRows<Key, Value> implements SharedCache<Key, Value> {
  readonly #options: SharedCacheOptions<Key, Value>;
  readonly #mayServe: () => boolean;
  /** By the key's text, in the order in which they were first asked for. */
  readonly #entries = new Map<string, Entry<Value>>();
  /** The same by partition, then by row. */
  readonly #partitions = new Map<string, Map<string, Entry<Value>>>();

  /** `mayServe` is false for a node whose lease has run out: it is not told of changes, so it reads each time and keeps nothing. */
  constructor(options: SharedCacheOptions<Key, Value>, mayServe: () => boolean) {
    this.#options = options;
    this.#mayServe = mayServe;
  }

  peek(text: string): Value | undefined {
    const entry = this.#entries.get(text);
    return entry?.isFresh && this.#mayServe() ? entry.value : undefined;
  }

  get(key: Key): Promise<Value> {
    if (!this.#mayServe()) return this.#options.load(key, undefined);
    const text = this.#options.textOf(key);
    const entry = this.#entries.get(text) ?? this.#add(text, key);
    if (entry.isFresh) return Promise.resolve(entry.value as Value);
    entry.loading ??= this.#load(entry, key);
    return entry.loading;
  }

  clear(): void {
    this.#entries.clear();
    this.#partitions.clear();
  }

  /** Rows of a table have changed in the partition: those of one entry, or (without `row`) perhaps of all. */
  changed(partition: PartitionKey, table: string, row: string | undefined): void {
    const entries = this.#partitions.get(keyText(partition));
    if (!entries) return;
    const one = row !== undefined && this.#options.tables[table] !== undefined ? entries.get(row) : undefined;
    if (one) forget(one);
    else if (row === undefined || this.#options.tables[table] === undefined)
      for (const entry of entries.values()) forget(entry);
  }

  async #load(entry: Entry<Value>, key: Key): Promise<Value> {
    const { changes } = entry;
    try {
      const value = await this.#options.load(key, entry.value);
      if (entry.changes === changes) {
        entry.value = value;
        entry.isFresh = true;
      }
      return value;
    } finally {
      if (entry.changes === changes) entry.loading = undefined;
    }
  }

  #add(text: string, key: Key): Entry<Value> {
    if (this.#entries.size >= this.#options.most) this.#forgetOldest();
    const partition = keyText(this.#options.partitionOf(key));
    const row = this.#options.rowOf?.(key) ?? text;
    const entry = { text, partition, row, value: undefined, isFresh: false, changes: 0, loading: undefined };
    this.#entries.set(text, entry);
    const rows = this.#partitions.get(partition) ?? new Map<string, Entry<Value>>();
    this.#partitions.set(partition, rows.set(row, entry));
    return entry;
  }

  #forgetOldest(): void {
    const [oldest] = this.#entries.values();
    if (!oldest) return;
    this.#entries.delete(oldest.text);
    const rows = this.#partitions.get(oldest.partition);
    rows?.delete(oldest.row);
    if (rows?.size === 0) this.#partitions.delete(oldest.partition);
  }
}

function forget(entry: Entry<unknown>): void {
  entry.isFresh = false;
  entry.changes += 1;
  entry.loading = undefined;
}
