import type { WriteTransaction } from "../../../storage/database.ts";
import { addPoint, type BlockId, type BlockPoints, blockStartS, decodeChunk, type Point } from "./block.ts";
import { blockStore } from "./block-store.ts";
import { chunkStore } from "./chunk-store.ts";

/**
 * Moves all that chunks hold into blocks. Each block is read and written once, whatever the number of chunks: this is why
 * publishing is cheap and reading one metric does not read all of them.
 */
export async function foldChunks(tx: WriteTransaction): Promise<void> {
  const points = (await chunkStore.list(tx)).flatMap(decodeChunk);
  if (points.length === 0) return;
  await addToBlocks(tx, points);
  await chunkStore.removeAll(tx);
}

export async function addToBlocks(tx: WriteTransaction, points: readonly Point[]): Promise<void> {
  const blocks = new Map<string, { id: BlockId; points: BlockPoints }>();
  for (const { metric, unit, resolutionS, atS, values } of points) {
    const id: BlockId = { metric, unit, resolutionS, startS: blockStartS(resolutionS, atS) };
    const name = `${metric} ${unit} ${resolutionS} ${id.startS}`;
    let block = blocks.get(name);
    if (!block) {
      block = { id, points: (await blockStore.find(tx, id)) ?? new Map() };
      blocks.set(name, block);
    }
    addPoint(block.points, atS, values);
  }
  for (const { id, points } of blocks.values()) await blockStore.put(tx, id, points);
}
