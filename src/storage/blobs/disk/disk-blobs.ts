import { link, mkdir, readdir, readFile, rm, stat, unlink, utimes } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { BufferGarbage } from "../../../platform/buffer-garbage.ts";
import type { Clock } from "../../../platform/clock.ts";
import type { Random } from "../../../platform/random.ts";
import type { SmallBlobs } from "../../database.ts";
import { StorageFullError, toStorageError } from "../../storage-full-error.ts";
import { type Blob, BlobNotFoundError, type BlobStore } from "../blob-store.ts";
import { BlobPlaces } from "./blob-places.ts";
import { PartialBlob } from "./partial-blob.ts";
import { oneChunk, readBlob } from "./read-blob.ts";

export interface DiskBlobsOptions {
  readonly directory: string;
  readonly random: Random;
  readonly clock: Clock;
  /** False leaves writing to the operating system: for data that need not survive the machine. */
  readonly durable?: boolean;
  /** Where blobs of a few KiB are kept instead. */
  readonly small?: SmallBlobs;
  /** Called when a blob could not be written because the disk is full. */
  readonly onFull?: () => void;
}

/** Blobs as files below one directory, which belongs to one server at a time: what is partial at the start has no writer any more. */
export async function openDiskBlobs({
  directory,
  random,
  clock,
  durable = true,
  small,
  onFull = () => {},
}: DiskBlobsOptions): Promise<BlobStore> {
  const places = new BlobPlaces(directory, random, durable);
  await mkdir(places.partialDirectory, { recursive: true, mode: 0o700 });
  for (const name of await readdir(places.partialDirectory))
    await rm(join(places.partialDirectory, name), { force: true });
  return new DiskBlobs({ directory, random, clock, durable, small, onFull }, places);
}

class DiskBlobs implements BlobStore {
  readonly #directory: string;
  readonly #places: BlobPlaces;
  readonly #clock: Clock;
  readonly #durable: boolean;
  readonly #small: SmallBlobs | undefined;
  readonly #onFull: () => void;
  readonly #garbage = new BufferGarbage();

  constructor({ directory, clock, durable = true, small, onFull = () => {} }: DiskBlobsOptions, places: BlobPlaces) {
    this.#directory = directory;
    this.#places = places;
    this.#clock = clock;
    this.#durable = durable;
    this.#small = small;
    this.#onFull = onFull;
  }

  async write(source: AsyncIterable<Uint8Array>): Promise<Blob> {
    let blob: PartialBlob | undefined;
    try {
      blob = new PartialBlob(this.#places.draw(), this.#durable, this.#garbage);
      for await (const chunk of source) {
        const full = blob.append(chunk);
        if (full) await full;
      }
      const small = this.#small && blob.take(this.#small.mostBytes);
      return small ? await this.#writeSmall(small) : await blob.finish();
    } catch (error) {
      await blob?.discard();
      const known = toStorageError(error);
      if (known instanceof StorageFullError) this.#onFull();
      throw known;
    }
  }

  /**
   * Blobs never change, so a copy is the same file under a second name. Its time is the file's, which must be young before
   * the name is there: it waits for its row like any other, and the sweep goes by the time.
   */
  async copy(name: string): Promise<Blob> {
    if (this.#small?.owns(name)) return this.#writeSmall(await this.#readSmall(this.#small, name));
    const place = this.#places.draw();
    const path = this.#find(name);
    const nowS = this.#clock.machineMs() / 1000;
    await orNotFound(name, utimes(path, nowS, nowS));
    await orNotFound(name, link(path, place.path));
    await place.directory.sync();
    const { size } = await stat(place.path);
    return { name: place.name, sizeBytes: size };
  }

  async read(name: string, { start, end } = { start: 0, end: Number.MAX_SAFE_INTEGER }): Promise<Readable> {
    if (this.#small?.owns(name)) return oneChunk((await this.#readSmall(this.#small, name)).subarray(start, end));
    return orNotFound(name, readBlob(this.#find(name), { start, end }));
  }

  async readAll(name: string): Promise<Buffer> {
    if (this.#small?.owns(name)) return this.#readSmall(this.#small, name);
    return orNotFound(name, readFile(this.#find(name)));
  }

  async delete(names: readonly string[]): Promise<void> {
    let failure: { readonly error: unknown } | undefined;
    const small = this.#small ? names.filter((name) => this.#small?.owns(name)) : [];
    if (small.length > 0) await this.#small?.delete(small).catch((error: unknown) => (failure = { error }));
    for (const name of names) {
      const path = this.#places.find(name);
      // One that cannot be deleted must not keep the others.
      if (path !== undefined) await orAbsent(unlink(path)).catch((error: unknown) => (failure ??= { error }));
    }
    if (failure) throw failure.error;
  }

  /** Age is by the machine's time, as files have it: a clock that is moved forward makes no blob an orphan. */
  async *list(ageMs: number): AsyncIterable<string> {
    yield* this.#small?.list(this.#clock.machineMs() - ageMs) ?? [];
    for (const upper of await readdir(this.#directory)) {
      if (!/^[0-9a-f]{2}$/.test(upper)) continue;
      for (const lower of (await orAbsent(readdir(join(this.#directory, upper)))) ?? []) {
        for (const name of (await orAbsent(readdir(join(this.#directory, upper, lower)))) ?? []) {
          const facts = await orAbsent(stat(join(this.#directory, upper, lower, name)));
          // The clock has whole milliseconds, the file's time parts of them: one just written must not seem to come from the future.
          if (facts && this.#clock.machineMs() - Math.floor(facts.mtimeMs) >= ageMs) yield name;
        }
      }
    }
  }

  async reset(): Promise<void> {
    this.#places.forget();
    await this.#small?.reset();
    for (const entry of await readdir(this.#directory)) {
      await rm(join(this.#directory, entry), { recursive: true, force: true });
    }
    await mkdir(this.#places.partialDirectory, { recursive: true, mode: 0o700 });
  }

  async close(): Promise<void> {}

  async #writeSmall(bytes: Uint8Array): Promise<Blob> {
    const name = await (this.#small as SmallBlobs).write(bytes, this.#clock.machineMs());
    return { name, sizeBytes: bytes.byteLength };
  }

  async #readSmall(small: SmallBlobs, name: string): Promise<Buffer> {
    const bytes = await small.read(name);
    if (!bytes) throw new BlobNotFoundError(name);
    return bytes;
  }

  #find(name: string): string {
    const path = this.#places.find(name);
    if (path === undefined) throw new BlobNotFoundError(name);
    return path;
  }
}

async function orNotFound<T>(name: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw isAbsent(error) ? new BlobNotFoundError(name) : error;
  }
}

/** Undefined for a file that is gone: another may delete while we list. */
async function orAbsent<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

function isAbsent(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ENOENT";
}
