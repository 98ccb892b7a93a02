import { blockBytes } from "../blocks/block.ts";
import type { VolumeData } from "../layers/volume-data.ts";

/** What an export reads and writes, as NBD asks for it. Offsets and lengths are within it: the connection sees to that. */
export interface Disk {
  readonly sizeBytes: number;
  read(into: Buffer, offset: number): Promise<void>;
  write(bytes: Buffer, offset: number): Promise<void>;
  zero(offset: number, length: number): Promise<void>;
  flush(): Promise<void>;
  /** From an offset on: how many bytes are of one kind, at most `length`, and whether nothing is kept of them. */
  extent(offset: number, length: number): Promise<{ readonly length: number; readonly isHole: boolean }>;
}

/** Most blocks that one question of extents looks at. */
const mostBlocks = 4_096;

/** Zeroes are noted at once, a bit a page: so many bytes are a few milliseconds. */
const zeroedAtOnceBytes = 128 * 2 ** 20;

export function createDisk(data: VolumeData, sizeBytes: number, flush: () => Promise<void> = () => data.flush()): Disk {
  // One after the other, in pieces: a request may name 4 GiB, and a client may have many of them on the way. The server does other things in between.
  let zeroed: Promise<void> = Promise.resolve();
  const zero = async (offset: number, length: number) => {
    const end = offset + length;
    for (let at = offset; at < end; at += zeroedAtOnceBytes) {
      await data.zero(at, Math.min(zeroedAtOnceBytes, end - at));
      await new Promise(setImmediate);
    }
  };
  return {
    sizeBytes,
    read: (into, offset) => data.read(into, offset),
    write: (bytes, offset) => data.write(bytes, offset),
    zero: (offset, length) => {
      const done = zeroed.then(() => zero(offset, length));
      zeroed = done.catch(() => undefined);
      return done;
    },
    flush,
    extent: async (offset, length) => {
      const first = Math.floor(offset / blockBytes);
      const last = Math.min(Math.floor((offset + length - 1) / blockBytes), first + mostBlocks);
      const isHole = await data.isHole(first);
      let block = first + 1;
      while (block <= last && (await data.isHole(block)) === isHole) block++;
      return { length: Math.min(block * blockBytes - offset, length), isHole };
    },
  };
}
