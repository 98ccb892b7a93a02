import type { BlobStore } from "../../../storage/blobs/blob-store.ts";
import type { Partition } from "../../../storage/database.ts";
import { blockName, pageBlocks } from "./block.ts";
import { blockStore } from "./block-store.ts";

interface MapAt {
  readonly partition: Partition;
  readonly owner: string;
}

/** Copies a map to another account or region, a page a commit: blocks that are not there yet become blobs of their own, which a disk does by a second name. */
export async function copyMapTo(from: MapAt, to: MapAt, blobs: BlobStore, signal: AbortSignal): Promise<void> {
  for (const { position, page } of await from.partition.read((tx) => blockStore.pages(tx, from.owner))) {
    signal.throwIfAborted();
    const names = await from.partition.read((tx) => blockStore.pageOf(tx, page));
    if (!names) throw new Error(`a page of ${from.owner} is gone`);
    await copyPage(names, position, from, to, blobs);
  }
}

async function copyPage(names: Buffer, position: number, from: MapAt, to: MapAt, blobs: BlobStore): Promise<void> {
  const copied = new Map<string, string>();
  for (;;) {
    const wanted = new Set<string>();
    const unused = await to.partition.write(async (tx) => {
      wanted.clear();
      const spare: string[] = [];
      for (let index = 0; index < pageBlocks; index++) {
        const name = blockName(names, index);
        if (name === undefined || wanted.has(name)) continue;
        if ((await blockStore.blob(tx, name)) !== undefined) continue;
        if (!copied.has(name)) wanted.add(name);
      }
      if (wanted.size > 0) return [];
      for (const [name, blob] of copied) if (!(await blockStore.addBlock(tx, name, blob))) spare.push(blob);
      spare.push(...(await blockStore.setPage(tx, to.owner, position, names)));
      return spare;
    });
    await blobs.delete(unused);
    if (wanted.size === 0) return;
    for (const name of wanted) {
      const blob = await from.partition.read((tx) => blockStore.blob(tx, name));
      if (blob === undefined) throw new Error(`a block of ${from.owner} is gone`);
      copied.set(name, (await blobs.copy(blob)).name);
    }
  }
}
