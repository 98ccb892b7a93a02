import { mkdir } from "node:fs/promises";
import { blockBytes } from "../blocks/block.ts";
import { Layer } from "./layer.ts";
import { layersOf } from "./layer-files.ts";
import { pageBytes, pageState, pagesPerBlock } from "./presence.ts";

/** What lies below all layers: the volume's map. Undefined for zeroes. */
export interface Base {
  block(index: number): Promise<Buffer | undefined>;
  has(index: number): Promise<boolean>;
  /** The map has been changed. */
  forget(): void;
}

/** A change under way, and the pages that it covers: what changes a part of a page must not meet others on it. */
interface Change {
  readonly start: number;
  readonly end: number;
  readonly isPartial: boolean;
  readonly done: Promise<unknown>;
}

/**
 * The bytes of a volume: layers over its map. Only the topmost layer is written to. A snapshot seals it and puts another on top, which takes no time however
 * much has been written; the sealed ones are merged into the map afterwards, while reads and writes go on.
 */
export class VolumeData {
  readonly #directory: string;
  readonly #base: Base;
  /** The lowest first. */
  #layers: Layer[];
  /** The one that is written to, while it is opened and after. */
  #raising: Promise<void> | undefined;
  #head: Layer | undefined;
  #next: number;
  readonly #reads = new Set<Promise<void>>();
  /** Sealed, and not yet whole on the disk. */
  readonly #sealing = new Map<number, Promise<void>>();
  readonly #writes = new Set<Change>();

  private constructor(directory: string, base: Base, layers: Layer[], next: number) {
    this.#directory = directory;
    this.#base = base;
    this.#layers = layers;
    this.#next = next;
  }

  /** Layers up to `mergedLayer` are in the map: what is left of them goes. */
  static async open(directory: string, base: Base, mergedLayer: number): Promise<VolumeData> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const layers: Layer[] = [];
    for (const number of await layersOf(directory)) {
      if (number <= mergedLayer) await Layer.remove(directory, number);
      else layers.push(await Layer.open(directory, number));
    }
    return new VolumeData(directory, base, layers, Math.max(mergedLayer, layers.at(-1)?.number ?? 0) + 1);
  }

  async read(into: Buffer, offset: number): Promise<void> {
    await this.#read(into, offset, this.#layers);
  }

  /** Seen by reads that begin after it is fulfilled; on the disk after a flush. */
  write(bytes: Buffer, offset: number): Promise<void> {
    return this.#change(offset, bytes.length, async (start, end, isPartial) => {
      const pages = isPartial ? await this.#wholePages(start, end, bytes, offset) : bytes;
      await this.#onHead((layer) => layer.write(pages, start));
    });
  }

  /** Zeroes, of which no room is taken. */
  async zero(offset: number, length: number): Promise<void> {
    const start = Math.min(Math.ceil(offset / pageBytes) * pageBytes, offset + length);
    const end = Math.max(Math.floor((offset + length) / pageBytes) * pageBytes, start);
    if (start > offset) await this.write(Buffer.alloc(start - offset), offset);
    if (end > start)
      await this.#change(start, end - start, (from, to) => this.#onHead(async (layer) => layer.zero(from, to - from)));
    if (offset + length > end) await this.write(Buffer.alloc(offset + length - end), end);
  }

  async flush(): Promise<void> {
    await Promise.all(this.#sealing.values());
    await this.#head?.flush();
  }

  /** Whether nothing is kept of a block, which is zeroes then. */
  async isHole(block: number): Promise<boolean> {
    return !this.#layers.some((layer) => layer.presence(block) !== undefined) && !(await this.#base.has(block));
  }

  /**
   * From now on what is written is above all that there is. Gives the number of the topmost layer below; undefined if there is none, so that the map is all
   * there is. What was being written at this moment may be on either side.
   */
  seal(): number | undefined {
    const head = this.#head;
    if (head && !head.isEmpty) {
      this.#head = undefined;
      const sealing = head.seal();
      this.#sealing.set(head.number, sealing);
      // One that fails is told to those who wait for it: flushes and snapshots.
      sealing.then(
        () => this.#sealing.delete(head.number),
        () => undefined,
      );
    }
    return this.#layers.findLast((layer) => layer !== this.#head)?.number;
  }

  /** Fulfilled when all layers up to this one are whole on the disk. Rejects if one is not. */
  async sealed(number: number): Promise<void> {
    for (const [each, sealing] of this.#sealing) if (each <= number) await sealing;
  }

  /** Blocks that are in a layer up to this one, in their order. */
  changedBlocks(number: number): number[] {
    const blocks = new Set(this.#upTo(number).flatMap((layer) => layer.blocks));
    return [...blocks].sort((left, right) => left - right);
  }

  /** A block as it was when the layer was sealed. */
  async readBlock(index: number, number: number): Promise<Buffer> {
    const block = Buffer.allocUnsafeSlow(blockBytes);
    await this.#read(block, index * blockBytes, this.#upTo(number));
    return block;
  }

  /** Layers up to this one are in the map now. */
  async drop(number: number): Promise<void> {
    const dropped = this.#upTo(number);
    this.#base.forget();
    this.#layers = this.#layers.filter((layer) => layer.number > number);
    // Reads that have begun go on in the files that they have found.
    await Promise.allSettled([...this.#reads]);
    for (const layer of dropped) {
      await layer.close();
      await Layer.remove(this.#directory, layer.number);
    }
  }

  /** What has been written is whole on the disk. Nobody may read or write any more. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#writes].map(({ done }) => done));
    this.seal();
    await Promise.all(this.#sealing.values());
    await Promise.allSettled([...this.#reads]);
    for (const layer of this.#layers) {
      const isUnused = layer.isEmpty;
      await layer.close();
      if (isUnused) await Layer.remove(this.#directory, layer.number);
    }
  }

  #upTo(number: number): Layer[] {
    return this.#layers.filter((layer) => layer.number <= number);
  }

  #read(into: Buffer, offset: number, layers: readonly Layer[]): Promise<void> {
    const reading = this.#readFrom(into, offset, layers);
    this.#reads.add(reading);
    const end = () => this.#reads.delete(reading);
    reading.then(end, end);
    return reading;
  }

  /** By stretches that come from the same place. */
  async #readFrom(into: Buffer, offset: number, layers: readonly Layer[]): Promise<void> {
    const end = offset + into.length;
    const work: Promise<void>[] = [];
    let from = offset;
    while (from < end) {
      const place = placeOf(layers, from);
      let to = Math.min(end, nextPage(from));
      while (to < end && place === placeOf(layers, to)) to = Math.min(end, nextPage(to));
      const part = into.subarray(from - offset, to - offset);
      if (place === "zero") part.fill(0);
      else if (place === "base") work.push(this.#readBase(part, from));
      else work.push(place.read(part, from));
      from = to;
    }
    await Promise.all(work);
  }

  async #readBase(into: Buffer, offset: number): Promise<void> {
    let done = 0;
    while (done < into.length) {
      const index = Math.floor((offset + done) / blockBytes);
      const within = (offset + done) % blockBytes;
      const length = Math.min(blockBytes - within, into.length - done);
      const block = await this.#base.block(index);
      if (block) block.copy(into, done, within, within + length);
      else into.fill(0, done, done + length);
      done += length;
    }
  }

  /** `work` on whole pages: where only a part of them is meant, when nobody else changes them. */
  async #change(
    offset: number,
    length: number,
    work: (start: number, end: number, isPartial: boolean) => Promise<void>,
  ): Promise<void> {
    const start = Math.floor(offset / pageBytes) * pageBytes;
    const end = Math.ceil((offset + length) / pageBytes) * pageBytes;
    const isPartial = start !== offset || end !== offset + length;
    const before: Promise<unknown>[] = [];
    for (const each of this.#writes)
      if ((isPartial || each.isPartial) && each.start < end && each.end > start) before.push(each.done);
    const run = () => work(start, end, isPartial);
    const done = before.length > 0 ? Promise.allSettled(before).then(run) : run();
    const change = { start, end, isPartial, done };
    this.#writes.add(change);
    try {
      await done;
    } finally {
      this.#writes.delete(change);
    }
  }

  /** `work` must begin to write at once: a seal waits for what has begun. */
  async #onHead(work: (layer: Layer) => Promise<void>): Promise<void> {
    for (;;) {
      if (this.#head) return work(this.#head);
      this.#raising ??= this.#raise();
      await this.#raising;
    }
  }

  async #raise(): Promise<void> {
    try {
      const layer = await Layer.open(this.#directory, this.#next++);
      this.#layers = [...this.#layers, layer];
      this.#head = layer;
    } finally {
      this.#raising = undefined;
    }
  }

  async #wholePages(start: number, end: number, bytes: Buffer, offset: number): Promise<Buffer> {
    const pages = Buffer.allocUnsafeSlow(end - start);
    const last = end - pageBytes;
    if (offset > start || end - start === pageBytes) await this.read(pages.subarray(0, pageBytes), start);
    if (last > start && offset + bytes.length < end) await this.read(pages.subarray(last - start), last);
    bytes.copy(pages, offset - start);
    return pages;
  }
}

type PagePlace = Layer | "zero" | "base";

function placeOf(layers: readonly Layer[], offset: number): PagePlace {
  const block = Math.floor(offset / blockBytes);
  const page = Math.floor(offset / pageBytes) % pagesPerBlock;
  for (let index = layers.length - 1; index >= 0; index--) {
    const layer = layers[index] as Layer;
    const state = pageState(layer.presence(block), page);
    if (state !== "absent") return state === "zero" ? "zero" : layer;
  }
  return "base";
}

function nextPage(offset: number): number {
  return (Math.floor(offset / pageBytes) + 1) * pageBytes;
}
