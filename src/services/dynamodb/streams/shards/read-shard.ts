import type { _Record } from "@aws-sdk/client-dynamodb-streams";
import { changeStore } from "../../changes/change-store.ts";
import { itemsKey } from "../../tables/table.ts";
import { limits } from "../limits.ts";
import type { StreamsContext } from "../operation.ts";
import type { StreamShard } from "./shard.ts";
import { type ChangeSize, type StreamSpan, shardStore } from "./shard-store.ts";
import type { KnownStream } from "./stream.ts";
import { toRecord } from "./to-record.ts";

export interface ShardPage {
  readonly records: readonly _Record[];
  /** Where the next page begins; undefined where the shard has ended and been read. */
  readonly after: number | undefined;
}

/** What can be read of a stream now: a record is there for a day, and none after the stream's end is its own. */
export function spanOf({ stream }: KnownStream, nowMs: number): StreamSpan {
  return {
    fromMs: Math.max(stream.createdMs, nowMs - limits.retentionMs),
    untilMs: stream.endedMs ?? Number.MAX_SAFE_INTEGER,
  };
}

/** A page of a shard's records after a number. */
export async function readShard(
  { host: { storage, clock } }: StreamsContext,
  stream: KnownStream,
  { shard, after, limit }: { readonly shard: StreamShard; readonly after: number; readonly limit: number },
): Promise<ShardPage> {
  const { partition, hasEnded } = shard;
  const span = spanOf(stream, clock.nowMs());
  return storage.partition(itemsKey(stream.table, partition)).read(async (tx) => {
    // What is older than the stream is passed over at once.
    const first = await shardStore.first(tx, span);
    const from = first === undefined ? after : Math.max(after, first - 1);
    const found = first === undefined ? [] : await shardStore.sizes(tx, from, limit);
    const page = fitting(found, span);
    const end = page.at(-1)?.sequence;
    if (end === undefined) return { records: [], after: hasEnded ? undefined : from };
    const changes = await changeStore.page(tx, from, page.length);
    return {
      records: changes.filter(({ target }) => target === "").map((change) => toRecord(stream, partition, change)),
      after: end,
    };
  });
}

/** As many as a page takes; one at least. */
function fitting(sizes: readonly ChangeSize[], { untilMs }: StreamSpan): readonly ChangeSize[] {
  let bytes = 0;
  const end = sizes.findIndex((size, at) => {
    bytes += size.bytes;
    return size.atMs >= untilMs || (bytes > limits.pageBytes && at > 0);
  });
  return end === -1 ? sizes : sizes.slice(0, end);
}
