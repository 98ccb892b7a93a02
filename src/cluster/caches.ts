import type { Change } from "./change.ts";
import type { SharedCache, SharedCacheOptions, SharedCaches } from "./cluster.ts";
import { CacheOfRows } from "./shared-cache.ts";

/** The tables of a kind of partition that caches keep rows of, each with the parameter that tells the row. */
export type WatchedTables = ReadonlyMap<string, string | undefined>;

// biome-ignore lint/suspicious/noExplicitAny: caches of every key and value are told of changes.
type AnyCache = CacheOfRows<any, any>;

interface Kind {
  readonly tables: Map<string, string | undefined>;
  readonly caches: AnyCache[];
}

/** All caches of this node, and what they keep rows of. */
export class Caches implements SharedCaches {
  readonly #mayServe: () => boolean;
  readonly #kinds = new Map<string, Kind>();

  constructor(mayServe: () => boolean) {
    this.#mayServe = mayServe;
  }

  create<Key, Value>(options: SharedCacheOptions<Key, Value>): SharedCache<Key, Value> {
    const cache = new CacheOfRows(options, this.#mayServe);
    const kind: Kind = this.#kinds.get(options.kind) ?? { tables: new Map(), caches: [] };
    this.#kinds.set(options.kind, kind);
    kind.caches.push(cache);
    for (const [table, parameter] of Object.entries(options.tables)) {
      const known = kind.tables.get(table);
      if (known !== undefined && parameter !== undefined && known !== parameter) {
        throw new Error(`two caches tell rows of ${table} by different parameters: ${known}, ${parameter}`);
      }
      kind.tables.set(table, known ?? parameter);
    }
    return cache;
  }

  /** Undefined if no cache keeps rows of such partitions. */
  tablesOf(kind: string): WatchedTables | undefined {
    return this.#kinds.get(kind)?.tables;
  }

  changed({ partition, table, row }: Change): void {
    for (const cache of this.#kinds.get(partition.kind)?.caches ?? []) cache.changed(partition, table, row);
  }

  clear(): void {
    for (const { caches } of this.#kinds.values()) for (const cache of caches) cache.clear();
  }
}
