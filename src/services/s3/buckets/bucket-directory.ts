import type { Database, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { noSuchBucket } from "../errors.ts";
import { limits } from "../limits.ts";
import { type Bucket, bucketKey } from "./bucket.ts";
import { bucketNames, namesKey } from "./bucket-names.ts";
import { type BucketRow, bucketStore } from "./bucket-store.ts";

/**
 * Finds buckets by name, through a cache. A cached bucket may have been deleted, so `read` and `write` check that its row is
 * still there: the row is the truth, the cache only spares the look into the directory of names.
 */
export class BucketDirectory {
  readonly #storage: Database;
  readonly #cache = new Map<string, Bucket>();

  constructor(storage: Database) {
    this.#storage = storage;
  }

  async find(name: string): Promise<Bucket | undefined> {
    const cached = this.#cache.get(name);
    if (cached) return cached;
    const bucket = await this.#storage.partition(namesKey).read((tx) => bucketNames.find(tx, name));
    if (bucket) this.#remember(bucket);
    return bucket;
  }

  forget(name: string): void {
    this.#cache.delete(name);
  }

  reset(): void {
    this.#cache.clear();
  }

  /** Throws NoSuchBucket. */
  read<T>(bucket: Bucket, work: (tx: ReadTransaction, row: BucketRow) => Promise<T>): Promise<T> {
    return this.#storage.partition(bucketKey(bucket)).read(async (tx) => work(tx, await this.#row(tx, bucket)));
  }

  /** Throws NoSuchBucket. `work` obeys the rules of `Partition.write`. */
  write<T>(bucket: Bucket, work: (tx: WriteTransaction, row: BucketRow) => Promise<T>): Promise<T> {
    return this.#storage.partition(bucketKey(bucket)).write(async (tx) => work(tx, await this.#row(tx, bucket)));
  }

  async #row(tx: ReadTransaction, bucket: Bucket): Promise<BucketRow> {
    const row = await bucketStore.find(tx);
    if (row) return row;
    this.#cache.delete(bucket.name);
    throw noSuchBucket(bucket.name);
  }

  #remember(bucket: Bucket): void {
    const [oldest] = this.#cache.size >= limits.cachedBuckets ? this.#cache.keys() : [];
    if (oldest !== undefined) this.#cache.delete(oldest);
    this.#cache.set(bucket.name, bucket);
  }
}
