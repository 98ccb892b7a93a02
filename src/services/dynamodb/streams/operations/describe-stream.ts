import type { Shard } from "@aws-sdk/client-dynamodb-streams";
import { itemsKey } from "../../tables/table.ts";
import { memberIsNull } from "../errors.ts";
import { limits } from "../limits.ts";
import type { StreamsOperation } from "../operation.ts";
import { spanOf } from "../shards/read-shard.ts";
import { findShard, type StreamShard, shardIdOf, shardsOf, toSequenceNumber } from "../shards/shard.ts";
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
  const after = ExclusiveStartShardId === undefined ? undefined : findShard(found, ExclusiveStartShardId);
  const parentAsked = filter && findShard(found, filter.ShardId ?? "");
  const all = shardsOf(found).filter(({ parent, partition }) => {
    if (filter && (parentAsked === undefined || parent !== parentAsked.partition)) return false;
    // Behind a shard that is not there nothing comes, as on AWS.
    return ExclusiveStartShardId === undefined || (after !== undefined && partition > after.partition);
  });
  const shards = all.slice(0, Math.min(Limit, limits.shardsPerPage));
  const span = spanOf(found, clock.nowMs());
  const shardOf = ({ partition, parent, hasEnded }: StreamShard): Promise<Shard> =>
    storage.partition(itemsKey(table, partition)).read(async (tx) => {
      const first = await shardStore.first(tx, span);
      const last = hasEnded ? await shardStore.last(tx, span) : undefined;
      return {
        ShardId: shardIdOf(stream.createdMs, partition),
        SequenceNumberRange: {
          StartingSequenceNumber: toSequenceNumber(partition, first ?? 1),
          EndingSequenceNumber: hasEnded ? toSequenceNumber(partition, last ?? first ?? 1) : undefined,
        },
        ParentShardId: parent === undefined ? undefined : shardIdOf(stream.createdMs, parent),
      };
    });
  const last = shards.at(-1);
  return {
    StreamDescription: {
      StreamArn: arn,
      StreamLabel: stream.label,
      StreamStatus: stream.isEnabled ? "ENABLED" : "DISABLED",
      StreamViewType: stream.view,
      CreationRequestDateTime: new Date(stream.createdMs),
      TableName: table.name,
      KeySchema: table.keySchema.map((element) => ({ ...element })),
      Shards: await Promise.all(shards.map(shardOf)),
      LastEvaluatedShardId:
        last && shards.length < all.length ? shardIdOf(stream.createdMs, last.partition) : undefined,
    },
  };
};
