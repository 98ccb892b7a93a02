import type { Shard } from "@aws-sdk/client-dynamodb-streams";
import { itemsKey } from "../../tables/table.ts";
import { memberIsNull } from "../errors.ts";
import { limits } from "../limits.ts";
import type { StreamsOperation } from "../operation.ts";
import { spanOf } from "../shards/read-shard.ts";
import { partitionOfShard, shardIdOf, toSequenceNumber } from "../shards/shard.ts";
import { shardStore } from "../shards/shard-store.ts";
import { findStream } from "../shards/stream.ts";

/** A stream with its shards: of each the first number that is there, and of an ended stream the last. */
export const describeStream: StreamsOperation<"DescribeStream"> = async (input, context) => {
  const { storage, clock } = context.host;
  const found = await findStream(context, input.StreamArn);
  const { table, stream, arn } = found;
  const { ExclusiveStartShardId, Limit = limits.shardsPerPage } = input;
  const { ShardFilter: filter } = input;
  if (filter && filter.Type === undefined) throw memberIsNull("shardFilter.type");
  if (filter && filter.ShardId === undefined) throw memberIsNull("shardFilter.shardId");
  let from = 0;
  if (ExclusiveStartShardId !== undefined) {
    const partition = partitionOfShard(found, ExclusiveStartShardId);
    // Behind a shard that is not there nothing comes, as on AWS.
    from = partition === undefined ? table.partitions : partition + 1;
  }
  const to = Math.min(table.partitions, from + Math.min(Limit, limits.shardsPerPage));
  const span = spanOf(found, clock.nowMs());
  const shardOf = (partition: number): Promise<Shard> =>
    storage.partition(itemsKey(table, partition)).read(async (tx) => {
      const first = await shardStore.first(tx, span);
      const last = stream.endedMs === undefined ? undefined : await shardStore.last(tx, span);
      return {
        ShardId: shardIdOf(stream.createdMs, partition),
        SequenceNumberRange: {
          StartingSequenceNumber: toSequenceNumber(partition, first ?? 1),
          EndingSequenceNumber:
            stream.endedMs === undefined ? undefined : toSequenceNumber(partition, last ?? first ?? 1),
        },
      };
    });
  // A child is asked for of a shard that was split, which none is.
  const isForChildren = filter !== undefined;
  const partitions = isForChildren ? [] : Array.from({ length: to - from }, (_, at) => from + at);
  return {
    StreamDescription: {
      StreamArn: arn,
      StreamLabel: stream.label,
      StreamStatus: stream.isEnabled ? "ENABLED" : "DISABLED",
      StreamViewType: stream.view,
      CreationRequestDateTime: new Date(stream.createdMs),
      TableName: table.name,
      KeySchema: table.keySchema.map((element) => ({ ...element })),
      Shards: await Promise.all(partitions.map(shardOf)),
      LastEvaluatedShardId: to < table.partitions && !isForChildren ? shardIdOf(stream.createdMs, to - 1) : undefined,
    },
  };
};
