import { changeWakeKind, changeWakeName } from "../../event-sources/change-wake.ts";
import type { ServiceHost } from "../../service.ts";
import { shardIdOf } from "../streams/shards/shard.ts";
import { streamArn } from "../streams/shards/stream.ts";
import type { KnownTable } from "../tables/known-table.ts";

/** Tells those who wait for a stream that something has been written, after its commit. */
export function wakeStream({ wakes }: Pick<ServiceHost, "wakes">, table: KnownTable, partition: number): void {
  const { stream } = table;
  if (!stream?.isEnabled) return;
  wakes.wake(changeWakeKind, changeWakeName(streamArn(table, stream), shardIdOf(stream.createdMs, partition)));
}
