import type { KnownStream } from "./stream.ts";

/**
 * A stream has a shard for each partition of its table's items: what happens to one item is in one shard, in order. Its id tells when the stream began and which
 * partition it is.
 */
export function shardIdOf(streamCreatedMs: number, partition: number): string {
  return `shardId-${String(streamCreatedMs).padStart(20, "0")}-${partition.toString(16).padStart(8, "0")}`;
}

/** The partition of a stream's shard; undefined if it has none of that id. */
export function partitionOfShard({ stream, table }: KnownStream, shardId: string): number | undefined {
  const partition = Number.parseInt(shardId.slice(-8), 16);
  const isOne = partition < table.partitions && shardIdOf(stream.createdMs, partition) === shardId;
  return isOne ? partition : undefined;
}

/** A change's number in its partition, and which that is, as a text of AWS's length: no two records of a stream have the same, and in a shard later ones are larger. */
export function toSequenceNumber(partition: number, sequence: number): string {
  return `1${String(partition).padStart(partitionDigits, "0")}${String(sequence).padStart(sequenceDigits, "0")}`;
}

/** Undefined for a text that is none of the partition's. */
export function fromSequenceNumber(partition: number, text: string): number | undefined {
  const sequence = Number(text.slice(1 + partitionDigits));
  const isOne = Number.isSafeInteger(sequence) && sequence >= 0 && toSequenceNumber(partition, sequence) === text;
  return isOne ? sequence : undefined;
}

const partitionDigits = 4;
const sequenceDigits = 16;
