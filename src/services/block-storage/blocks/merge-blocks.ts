import type { BlobStore } from "../../../storage/blobs/blob-store.ts";
import type { Partition, WriteTransaction } from "../../../storage/database.ts";
import { emptyPage, nameOf, pageBlocks, setBlockName } from "./block.ts";
import { blockStore } from "./block-store.ts";

/** Blocks that are read, hashed and stored at a time. */
const atOnce = 8;

/** Where a map's new blocks come from: a volume's layers, or what was put by the direct API. */
export interface BlockSource {
  /** In their order. */
  readonly blocks: readonly number[];
  read(index: number): Promise<Buffer>;
}

export interface MergeOptions {
  readonly partition: Partition;
  readonly blobs: BlobStore;
  /** Whose map it is. */
  readonly owner: string;
  readonly signal: AbortSignal;
  /** In the commit of each page: how many blocks are merged by then. */
  readonly progressed?: (tx: WriteTransaction, done: number) => Promise<void>;
}

/**
 * Brings blocks into a map, a page a commit. What the blob store has already is not stored again. It may be ended at any time and begun anew: what is merged is
 * what lies above it anyway.
 */
export async function mergeBlocks(source: BlockSource, options: MergeOptions): Promise<void> {
  const byPage = Map.groupBy(source.blocks, (index) => Math.floor(index / pageBlocks));
  let done = 0;
  for (const [position, indexes] of byPage) {
    options.signal.throwIfAborted();
    await mergePage(position, indexes, source, options, done);
    done += indexes.length;
  }
}

async function mergePage(
  position: number,
  indexes: readonly number[],
  source: BlockSource,
  { partition, blobs, owner, progressed, signal }: MergeOptions,
  before: number,
): Promise<void> {
  const stored = new Map<string, string>();
  const names = new Map<number, string | undefined>();
  /** Blocks of the same bytes are looked for and stored once, though several are read at a time. */
  const seen = new Set<string>();
  const store = async (index: number) => {
    const bytes = await source.read(index);
    const name = nameOf(bytes);
    names.set(index, name);
    if (name === undefined || seen.has(name)) return;
    seen.add(name);
    if ((await partition.read((tx) => blockStore.blob(tx, name))) !== undefined) return;
    stored.set(name, (await blobs.write(oneChunk(bytes))).name);
  };
  await eachAtOnce(indexes, store, signal);
  for (;;) {
    const { missing, unused } = await partition.write(async (tx) => {
      const lost: string[] = [];
      const spare: string[] = [];
      for (const name of new Set(names.values())) {
        if (name === undefined) continue;
        const blob = stored.get(name);
        const known = await blockStore.blob(tx, name);
        if (known !== undefined) {
          if (blob !== undefined && blob !== known) spare.push(blob);
        } else if (blob === undefined) lost.push(name);
        else await blockStore.addBlock(tx, name, blob);
      }
      if (lost.length > 0) return { missing: lost, unused: [] };
      const page = (await blockStore.page(tx, owner, position)) ?? emptyPage();
      for (const [index, name] of names) setBlockName(page, index % pageBlocks, name);
      const isEmpty = page.every((byte) => byte === 0);
      const freed = await blockStore.setPage(tx, owner, position, isEmpty ? undefined : page);
      await progressed?.(tx, before + indexes.length);
      return { missing: [], unused: [...freed, ...spare] };
    });
    await blobs.delete(unused);
    if (missing.length === 0) return;
    // They were there when they were looked for, and have gone with the last that had them.
    const lost = new Set(missing);
    for (const [index, name] of names) {
      if (name === undefined || !lost.delete(name)) continue;
      stored.set(name, (await blobs.write(oneChunk(await source.read(index)))).name);
    }
  }
}

async function eachAtOnce(
  indexes: readonly number[],
  work: (index: number) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const left = indexes.values();
  const run = async () => {
    for (const index of left) {
      signal.throwIfAborted();
      await work(index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, indexes.length) }, run));
}

async function* oneChunk(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}
