import { fail } from "../../../../platform/aws-error.ts";
import { itemsKey } from "../../tables/table.ts";
import {
  invalidSequenceNumber,
  sequenceNumberMissing,
  sequenceNumberNotAllowed,
  shardNotFound,
  trimmed,
} from "../errors.ts";
import type { StreamsOperation } from "../operation.ts";
import { spanOf } from "../shards/read-shard.ts";
import { findShard, fromSequenceNumber } from "../shards/shard.ts";
import { toShardIterator } from "../shards/shard-iterator.ts";
import { shardStore } from "../shards/shard-store.ts";
import { findStream } from "../shards/stream.ts";

/** Where to read a shard from: all that is there, what comes from now on, or at or after a record. */
export const getShardIterator: StreamsOperation<"GetShardIterator"> = async (input, context) => {
  const { storage, clock } = context.host;
  const { ShardId = "", ShardIteratorType: type, SequenceNumber } = input;
  const found = await findStream(context, input.StreamArn);
  const { partition } = findShard(found, ShardId) ?? fail(shardNotFound(ShardId, found.arn));
  if ((type === "TRIM_HORIZON" || type === "LATEST") && SequenceNumber !== undefined)
    throw sequenceNumberNotAllowed(type);
  const span = spanOf(found, clock.nowMs());
  const after = await storage.partition(itemsKey(found.table, partition)).read(async (tx) => {
    if (type === "TRIM_HORIZON") return 0;
    if (type === "LATEST") return (await shardStore.last(tx, { ...span, fromMs: 0 })) ?? 0;
    if (SequenceNumber === undefined) throw sequenceNumberMissing(type ?? "");
    const sequence = fromSequenceNumber(partition, SequenceNumber);
    if (sequence === undefined) throw invalidSequenceNumber(SequenceNumber, ShardId);
    const first = await shardStore.first(tx, span);
    // One that has been read can be followed, though it has gone by now.
    const oldest = (first ?? 1) - (type === "AFTER_SEQUENCE_NUMBER" ? 1 : 0);
    if (sequence < oldest) throw trimmed(SequenceNumber);
    return type === "AT_SEQUENCE_NUMBER" ? sequence - 1 : sequence;
  });
  return {
    ShardIterator: toShardIterator({
      streamArn: found.arn,
      shardId: ShardId,
      after: Math.max(after, 0),
      madeMs: clock.nowMs(),
    }),
  };
};
