import type { WriteTransaction } from "../../../storage/database.ts";
import { addPoint, type BlockId, type BlockPoints, blockStartS, decodeChunk, type Point } from "./block.ts";
import { blockStore } from "./block-store.ts";
import { chunkStore } from "./chunk-store.ts";

/**
 * Moves all that a slice's chunks hold into blocks. Each block is read and written once, whatever the number of chunks: this is why
 * publishing is cheap and reading one metric does not read all of them.
 */
export async function foldSlice(tx: WriteTransaction, slice: number): Promise<void> {
  const points = (await chunkStore.list(tx, slice)).flatMap(decodeChunk);
  if (points.length === 0) return;
  await addToBlocks(tx, mergePoints(points));
  await chunkStore.removeAll(tx, slice);
}

/** Chunks that came within a minute have the same points. */
export function mergePoints(points: readonly Point[]): Point[] {
  const merged = new Map<string, Point>();
  for (const point of points) {
    const key = `${point.metric} ${point.unit} ${point.resolutionS} ${point.atS}`;
    const same = merged.get(key);
    if (same) same.values.merge(point.values);
    else merged.set(key, point);
  }
  return [...merged.values()];
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
