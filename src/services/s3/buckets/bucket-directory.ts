import type { SharedCache } from "../../../cluster/cluster.ts";
import type { Database, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import type { ServiceHost } from "../../service.ts";
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
  readonly #names: SharedCache<string, Bucket | undefined>;

  constructor({ storage, caches }: Pick<ServiceHost, "storage" | "caches">) {
    this.#storage = storage;
    this.#names = caches.create<string, Bucket | undefined>({
      most: limits.cachedBuckets,
      kind: namesKey.kind,
      tables: { s3_bucket_names: "name" },
      textOf: (name) => name,
      partitionOf: () => namesKey,
      rowOf: (name) => name,
      load: (name) => storage.partition(namesKey).read((tx) => bucketNames.find(tx, name)),
    });
  }

  /** Without a promise, if it is known and there. */
  peek(name: string): Bucket | undefined {
    return this.#names.peek(name);
  }

  find(name: string): Promise<Bucket | undefined> {
    return this.#names.get(name);
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
    throw noSuchBucket(bucket.name);
  }
}
