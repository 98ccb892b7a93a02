import { partsOf } from "../../partitions/layout.ts";
import type { TablePart } from "../../tables/table.ts";
import type { KnownStream } from "./stream.ts";

/**
 * A stream has a shard for each partition of its table's items: what happens to one item is in one shard, in order. Its id tells when the stream began and which
 * partition it is. Where a partition has been divided its shard has ended, and those of the two that it has become are its children.
 */
export function shardIdOf(streamCreatedMs: number, partition: number): string {
  return `shardId-${String(streamCreatedMs).padStart(20, "0")}-${partition.toString(16).padStart(8, "0")}`;
}

/** A shard of a stream: of a partition that was there while the stream was. */
export interface StreamShard {
  readonly partition: number;
  readonly parent: number | undefined;
  readonly hasEnded: boolean;
}

/** In the order of their ids: a parent comes before its children. */
export function shardsOf({ stream, table }: KnownStream): readonly StreamShard[] {
  const { createdMs, endedMs = Number.POSITIVE_INFINITY } = stream;
  const former = table.divided?.former ?? [];
  const before = new Set(former.filter(({ closedMs }) => closedMs < createdMs).map(({ number }) => number));
  const toShard = ({ number, parent }: TablePart, hasEnded: boolean): StreamShard => ({
    partition: number,
    parent: parent === undefined || before.has(parent) ? undefined : parent,
    hasEnded,
  });
  const isOfStream = ({ number, createdMs: madeMs = 0 }: TablePart) => !before.has(number) && madeMs <= endedMs;
  return [
    ...former.filter(isOfStream).map((part) => toShard(part, true)),
    ...partsOf(table)
      .filter(isOfStream)
      .map((part) => toShard(part, stream.endedMs !== undefined)),
  ].sort((one, other) => one.partition - other.partition);
}

/** A stream's shard; undefined if it has none of that id. */
export function findShard(found: KnownStream, shardId: string): StreamShard | undefined {
  const partition = Number.parseInt(shardId.slice(-8), 16);
  if (shardIdOf(found.stream.createdMs, partition) !== shardId) return undefined;
  return shardsOf(found).find((shard) => shard.partition === partition);
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
