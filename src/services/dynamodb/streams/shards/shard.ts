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

/** A change's number in its partition, as a text of AWS's length: longer numbers are later ones, and equally long ones have the order of texts. */
export function toSequenceNumber(sequence: number): string {
  return `1${String(sequence).padStart(20, "0")}`;
}

/** Undefined for a text that is none of ours. */
export function fromSequenceNumber(text: string): number | undefined {
  if (!/^1\d{20}$/.test(text)) return undefined;
  const sequence = Number(text.slice(1));
  return Number.isSafeInteger(sequence) ? sequence : undefined;
}
