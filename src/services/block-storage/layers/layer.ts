import { type FileHandle, open, rm, stat } from "node:fs/promises";
import { layerPath } from "./layer-files.ts";
import { type Presence, pageBytes, pagesPerBlock, presenceBytes, setPage } from "./presence.ts";

/**
 * What has been written to a volume since a time: a sparse file as large as the volume, and a map of the pages that it has. The data are on the disk before
 * the map that tells of them, so after a crash a page is what it was at the last flush or a later one, and never half of each. A layer that is sealed changes no
 * more; its third file says that it was whole when it was.
 */
export class Layer {
  readonly number: number;
  readonly #directory: string;
  readonly #data: FileHandle;
  readonly #map: FileHandle;
  readonly #presence: Map<number, Presence>;
  #dirty = new Set<number>();
  #flushing: Promise<void> | undefined;
  /** Writes under way. */
  readonly #writing = new Set<Promise<void>>();

  private constructor(
    directory: string,
    number: number,
    data: FileHandle,
    map: FileHandle,
    presence: Map<number, Presence>,
  ) {
    this.#directory = directory;
    this.number = number;
    this.#data = data;
    this.#map = map;
    this.#presence = presence;
  }

  /** Makes it, or reads what is there of it. */
  static async open(directory: string, number: number): Promise<Layer> {
    const data = await openFile(layerPath(directory, number, "data"));
    const map = await openFile(layerPath(directory, number, "map"));
    return new Layer(directory, number, data, map, await readMap(map));
  }

  /** Removes its files. */
  static async remove(directory: string, number: number): Promise<void> {
    for (const kind of ["sealed", "map", "data"] as const)
      await rm(layerPath(directory, number, kind), { force: true });
  }

  static async isSealed(directory: string, number: number): Promise<boolean> {
    return (await stat(layerPath(directory, number, "sealed")).catch(() => undefined)) !== undefined;
  }

  static async markSealed(directory: string, number: number): Promise<void> {
    const file = await openFile(layerPath(directory, number, "sealed"));
    await file.sync();
    await file.close();
  }

  get isEmpty(): boolean {
    return this.#presence.size === 0 && this.#writing.size === 0;
  }

  /** In their order. */
  get blocks(): number[] {
    return [...this.#presence.keys()].sort((left, right) => left - right);
  }

  presence(block: number): Presence | undefined {
    return this.#presence.get(block);
  }

  async read(into: Buffer, offset: number): Promise<void> {
    let done = 0;
    while (done < into.length) {
      const { bytesRead } = await this.#data.read(into, done, into.length - done, offset + done);
      // Beyond the file's end there are zeroes.
      if (bytesRead === 0) {
        into.fill(0, done);
        return;
      }
      done += bytesRead;
    }
  }

  /** Whole pages. They are seen when it is fulfilled. */
  write(bytes: Buffer, offset: number): Promise<void> {
    return this.#track(this.#write(bytes, offset));
  }

  /** Whole pages that are zeroes from now on. */
  zero(offset: number, length: number): void {
    this.#mark(offset, length, "zero");
  }

  /** What has been written, and is seen, is on the disk when it is fulfilled. */
  async flush(): Promise<void> {
    // One that has begun may not have seen all: the next one does, for all who wait.
    if (this.#flushing) await this.#flushing;
    this.#flushing ??= this.#flush().finally(() => (this.#flushing = undefined));
    return this.#flushing;
  }

  /** Nothing is written to it any more: waits for what is, then it is whole on the disk, and says so. */
  async seal(): Promise<void> {
    while (this.#writing.size > 0) await Promise.allSettled(this.#writing);
    await this.flush();
    await Layer.markSealed(this.#directory, this.number);
  }

  async close(): Promise<void> {
    await this.#data.close();
    await this.#map.close();
  }

  async #write(bytes: Buffer, offset: number): Promise<void> {
    let done = 0;
    while (done < bytes.length)
      done += (await this.#data.write(bytes, done, bytes.length - done, offset + done)).bytesWritten;
    this.#mark(offset, bytes.length, "written");
  }

  #track(work: Promise<void>): Promise<void> {
    this.#writing.add(work);
    const end = () => this.#writing.delete(work);
    work.then(end, end);
    return work;
  }

  #mark(offset: number, length: number, state: "written" | "zero"): void {
    const end = (offset + length) / pageBytes;
    for (let page = offset / pageBytes; page < end; page++) {
      const block = Math.floor(page / pagesPerBlock);
      let presence = this.#presence.get(block);
      if (!presence) {
        presence = new Uint8Array(presenceBytes);
        this.#presence.set(block, presence);
      }
      setPage(presence, page % pagesPerBlock, state);
      this.#dirty.add(block);
    }
  }

  async #flush(): Promise<void> {
    const dirty = this.#dirty;
    this.#dirty = new Set();
    // The map as it is now: pages that are marked later may not be on the disk yet.
    const entries = [...dirty].map((block) => [block, Buffer.from(this.#presence.get(block) ?? [])] as const);
    try {
      await this.#data.datasync();
      for (const [block, entry] of entries) await this.#map.write(entry, 0, entry.length, block * presenceBytes);
      if (entries.length > 0) await this.#map.datasync();
    } catch (error) {
      for (const block of dirty) this.#dirty.add(block);
      throw error;
    }
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, "r+");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return open(path, "wx+", 0o600);
  }
}

/** The file is as sparse as the data are: it is read by pieces, each of which knows of some GiB of the volume. */
async function readMap(map: FileHandle): Promise<Map<number, Presence>> {
  const found = new Map<number, Presence>();
  const { size } = await map.stat();
  const piece = Buffer.alloc(mapPieceBytes);
  for (let offset = 0; offset < size; offset += mapPieceBytes) {
    const { bytesRead } = await map.read(piece, 0, mapPieceBytes, offset);
    for (let at = 0; at + presenceBytes <= bytesRead; at += presenceBytes) {
      const entry = piece.subarray(at, at + presenceBytes);
      if (entry.some((byte) => byte !== 0)) found.set((offset + at) / presenceBytes, Uint8Array.from(entry));
    }
  }
  return found;
}

const mapPieceBytes = 128 * 1024;
