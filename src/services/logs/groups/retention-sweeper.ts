import type { PartitionKey, WriteTransaction } from "../../../storage/database.ts";
import { eachRow } from "../../../storage/each-row.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { sweeping } from "../../timers/repeated.ts";
import { chunkStore } from "../events/chunk-store.ts";
import { removeChunks } from "../events/remove-chunks.ts";
import { limits } from "../limits.ts";
import { groupStore } from "./group-store.ts";
import { expiryMs, groupKey, type LogGroup } from "./log-group.ts";

const groupsAtOnce = 200;

/** Removes what has expired. Readers leave it out at once, so this may be late: it only gives room back. */
export const retention = sweeping({
  kind: "logs.groups",
  failure: "log retention could not be applied",
  sweep: (key, signal, { host }) => sweepGroups(host, key, signal),
});

async function sweepGroups(host: ServiceHost, key: PartitionKey, signal: AbortSignal): Promise<void> {
  const { storage, clock } = host;
  const read = (last: LogGroup | undefined) =>
    storage.partition(key).read((tx) => groupStore.list(tx, { after: last?.name, limit: groupsAtOnce }));
  for await (const group of eachRow(read, groupsAtOnce)) {
    if (signal.aborted) break;
    if (group.retentionDays === undefined) continue;
    await sweepGroup(host, key, group, expiryMs(group, clock.nowMs()), signal);
  }
}

/** In several writes: one that removes a year's events would keep all others waiting. */
async function sweepGroup(
  { storage }: ServiceHost,
  place: Place,
  group: LogGroup,
  beforeMs: number,
  signal: AbortSignal,
): Promise<void> {
  const partition = storage.partition(groupKey(place, group.id));
  // Most groups have nothing to remove, and a look costs no commit.
  while (!signal.aborted && (await partition.read((tx) => chunkStore.listExpired(tx, beforeMs, 1))).length > 0) {
    await partition.write((tx) => removeExpired(tx, beforeMs));
  }
}

async function removeExpired(tx: WriteTransaction, beforeMs: number): Promise<void> {
  await removeChunks(tx, await chunkStore.listExpired(tx, beforeMs, limits.removedChunksAtOnce));
}
