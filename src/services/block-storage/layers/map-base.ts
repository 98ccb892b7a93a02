import { BoundedCache } from "../../../platform/bounded-cache.ts";
import { BlobNotFoundError, type BlobStore } from "../../../storage/blobs/blob-store.ts";
import type { Partition } from "../../../storage/database.ts";
import { blockName, pageBlocks } from "../blocks/block.ts";
import { blockStore } from "../blocks/block-store.ts";
import type { Base } from "./volume-data.ts";

/** Pages of the map in memory: each tells of 128 MiB and takes 8 KiB. */
const mostPages = 256;

/** The blocks of a volume's map, which only its own merges change. Blocks that are read are kept a while, with those of other volumes. */
export class MapBase implements Base {
  readonly #partition: Partition;
  readonly #owner: string;
  readonly #blobs: BlobStore;
  readonly #blocks: BoundedCache<string, Promise<Buffer>>;
  #pages = new BoundedCache<number, Promise<Buffer | undefined>>(mostPages);

  constructor(partition: Partition, owner: string, blobs: BlobStore, blocks: BoundedCache<string, Promise<Buffer>>) {
    this.#partition = partition;
    this.#owner = owner;
    this.#blobs = blobs;
    this.#blocks = blocks;
  }

  async has(index: number): Promise<boolean> {
    return (await this.#name(index)) !== undefined;
  }

  async block(index: number): Promise<Buffer | undefined> {
    for (let tries = 1; ; tries++) {
      const name = await this.#name(index);
      if (name === undefined) return undefined;
      const blob = await this.#partition.read((tx) => blockStore.blob(tx, name));
      try {
        if (blob === undefined) throw new BlobNotFoundError(name);
        return await this.#read(blob);
      } catch (error) {
        // A merge has put another block in its place meanwhile.
        if (!(error instanceof BlobNotFoundError) || tries === triesAtMost) throw error;
        this.forget();
      }
    }
  }

  forget(): void {
    this.#pages = new BoundedCache(mostPages);
  }

  async #name(index: number): Promise<string | undefined> {
    const position = Math.floor(index / pageBlocks);
    const reading =
      this.#pages.get(position) ??
      this.#pages.set(
        position,
        this.#partition.read((tx) => blockStore.page(tx, this.#owner, position)),
      );
    const page = await this.#orForget(reading);
    return page && blockName(page, index % pageBlocks);
  }

  async #orForget<T>(reading: Promise<T>): Promise<T> {
    try {
      return await reading;
    } catch (error) {
      this.forget();
      throw error;
    }
  }

  #read(blob: string): Promise<Buffer> {
    const found = this.#blocks.get(blob);
    if (found) return found;
    const reading = this.#blobs.readAll(blob);
    reading.catch(() => this.#blocks.delete(blob));
    return this.#blocks.set(blob, reading);
  }
}

const triesAtMost = 3;
