import { firstKey, lastKey } from "../items/row-key.ts";
import type { Table, TablePart } from "../tables/table.ts";

/** One of the partitions of a table: it has the rows of a range of keys, for as long as it is. */
export interface Part {
  readonly number: number;
  readonly from: Buffer;
  /** Left out. */
  readonly to: Buffer;
}

/** Which partition has which keys. */
export interface Layout {
  /** In the order of their keys. */
  readonly parts: readonly Part[];
  readonly partOf: (key: Buffer) => Part;
}

/** Of as many partitions, numbered from 0, whose ranges of hashes are equal. */
export function evenLayout(count: number): Layout {
  const parts = ranged(Array.from({ length: count }, (_, number) => ({ number, from: evenStart(number, count) })));
  return { parts, partOf: (key) => parts[Math.floor((key.readUInt32BE(0) / hashes) * count)]! };
}

/** Of a table: its equal beginning, or what has become of it by divisions. */
export function layoutOf({ partitions, divided }: Pick<Table, "partitions" | "divided">): Layout {
  if (!divided) return evenLayout(partitions);
  const parts = ranged(divided.parts.map(({ number, from }) => ({ number, from: Buffer.from(from, "base64") })));
  return { parts, partOf: (key) => parts[indexOf(parts, key)]! };
}

/** The parts of a table as they are stored, also where none has been divided yet. */
export function partsOf({ partitions, divided }: Pick<Table, "partitions" | "divided">): readonly TablePart[] {
  if (divided) return divided.parts;
  return evenLayout(partitions).parts.map(({ number, from }) => ({ number, from: from.toString("base64") }));
}

const hashes = 2 ** 32;

function evenStart(number: number, count: number): Buffer {
  if (number === 0) return firstKey;
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(Math.ceil((hashes * number) / count));
  return bytes;
}

function ranged(starts: readonly { readonly number: number; readonly from: Buffer }[]): Part[] {
  return starts.map((start, at) => ({ ...start, to: starts[at + 1]?.from ?? lastKey }));
}

/** The last one that does not begin behind the key. */
function indexOf(parts: readonly Part[], key: Buffer): number {
  let low = 0;
  let high = parts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (Buffer.compare(parts[middle]!.from, key) <= 0) low = middle;
    else high = middle - 1;
  }
  return low;
}
