import { close, createReadStream, open, read } from "node:fs";
import { Readable } from "node:stream";
import { promisify } from "node:util";

const openFile = promisify(open);
const readFile = promisify(read);
const closeFile = promisify(close);

/** What is read in one go: most blobs are no longer, and need no stream. */
const smallBytes = 64 * 1024;

/** The bytes from `start` up to `end`, exclusive. Rejects before there is a stream if the file is not there. */
export async function readBlob(path: string, { start, end }: { start: number; end: number }): Promise<Readable> {
  const descriptor = await openFile(path, "r");
  const wanted = Math.max(0, end - start);
  const buffer = Buffer.allocUnsafe(Math.min(wanted, smallBytes));
  try {
    const { bytesRead } = await readFile(descriptor, buffer, 0, buffer.length, start);
    if (bytesRead === wanted || bytesRead < buffer.length) {
      await closeFile(descriptor);
      return oneChunk(buffer.subarray(0, bytesRead));
    }
  } catch (error) {
    await closeFile(descriptor).catch(() => {});
    throw error;
  }
  return createReadStream("", { fd: descriptor, start, end: end - 1, highWaterMark: 256 * 1024 });
}

/** A stream of bytes that are there. */
export function oneChunk(chunk: Buffer): Readable {
  const stream = new Readable({ read: () => {} });
  if (chunk.length > 0) stream.push(chunk);
  stream.push(null);
  return stream;
}
