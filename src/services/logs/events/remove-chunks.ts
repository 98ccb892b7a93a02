import type { WriteTransaction } from "../../../storage/database.ts";
import { limits } from "../limits.ts";
import { streamStore } from "../streams/stream-store.ts";
import { type Chunk, chunkStore } from "./chunk-store.ts";

/** Removes the first of the chunks, as many as one write may, and takes their bytes from their streams. False if some are left. */
export async function removeChunks(tx: WriteTransaction, chunks: readonly Chunk[]): Promise<boolean> {
  const removed = new Map<string, number>();
  let bytes = 0;
  let count = 0;
  for (const { sequence, stream, storedBytes } of chunks) {
    if (bytes >= limits.removedBytesAtOnce) break;
    await chunkStore.remove(tx, sequence);
    removed.set(stream, (removed.get(stream) ?? 0) + storedBytes);
    bytes += storedBytes;
    count++;
  }
  for (const [stream, ofStream] of removed) await streamStore.shrink(tx, stream, ofStream);
  return count === chunks.length;
}
