import { validationException } from "../../values/validation-exception.ts";
import { expiredIterator, shardNotFound } from "../errors.ts";
import { limits } from "../limits.ts";
import type { StreamsOperation } from "../operation.ts";
import { readShard } from "../shards/read-shard.ts";
import { findShard } from "../shards/shard.ts";
import { fromShardIterator, toShardIterator } from "../shards/shard-iterator.ts";
import { findStream } from "../shards/stream.ts";

/** The records at an iterator, as many as a page takes, and the iterator for what follows: none where the shard has ended. */
export const getRecords: StreamsOperation<"GetRecords"> = async ({ ShardIterator = "", Limit }, context) => {
  const limit = Limit ?? limits.recordsPerPage;
  if (limit > limits.recordsPerPage)
    throw validationException(
      `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value less than or equal to ${limits.recordsPerPage}`,
    );
  const place = fromShardIterator(ShardIterator);
  const found = await findStream(context, place.streamArn);
  const shard = findShard(found, place.shardId);
  if (!shard) throw shardNotFound(place.shardId, found.arn);
  const nowMs = context.host.clock.nowMs();
  if (place.madeMs + limits.iteratorMs < nowMs) throw expiredIterator();
  const { records, after } = await readShard(context, found, { shard, after: place.after, limit });
  return {
    Records: [...records],
    NextShardIterator: after === undefined ? undefined : toShardIterator({ ...place, after, madeMs: nowMs }),
  };
};
