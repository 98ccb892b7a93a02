import { partitionOf } from "../../../platform/arn.ts";
import type { PartitionKey, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import type { ServiceHost, ServiceTimer } from "../../service.ts";
import { blockName, pageBlocks } from "../blocks/block.ts";
import { blockStore } from "../blocks/block-store.ts";
import { emitStorageEvent } from "../tell-storage.ts";
import { dropTimer } from "./drop-snapshot.ts";
import type { Snapshot } from "./snapshot.ts";
import { snapshotStore } from "./snapshot-store.ts";

/** A snapshot whose map is whole is counted and completed. */
export const makeSnapshot: ServiceTimer<unknown>["fire"] = async (firing, { host }) => {
  const partition = host.storage.partition(firing.from);
  const snapshot = await partition.read((tx) => snapshotStore.find(tx, firing.key));
  if (snapshot?.state !== "pending") return partition.write((tx) => firing.settle(tx));
  const counts = await partition.read((tx) => countBlocks(tx, snapshot));
  await partition.write(async (tx) => {
    const found = await snapshotStore.find(tx, snapshot.id);
    if (found) await completeSnapshot(tx, found, counts, firing.from, host);
    await firing.settle(tx);
  });
};

interface Counts {
  readonly blocks: number;
  readonly changedBlocks: number;
}

/** Blocks that are no zeroes, and those of them that the predecessor does not have at the same place. */
export async function countBlocks(tx: ReadTransaction, { id, parentId }: Snapshot): Promise<Counts> {
  const before = new Map(
    (parentId === undefined ? [] : await blockStore.pages(tx, parentId)).map(({ position, page }) => [position, page]),
  );
  let blocks = 0;
  let changedBlocks = 0;
  for (const { position, page } of await blockStore.pages(tx, id)) {
    const names = await blockStore.pageOf(tx, page);
    const formerId = before.get(position);
    const former = formerId === undefined || formerId === page ? undefined : await blockStore.pageOf(tx, formerId);
    for (let index = 0; names && index < pageBlocks; index++) {
      const name = blockName(names, index);
      if (name === undefined) continue;
      blocks++;
      if (formerId !== page && (!former || blockName(former, index) !== name)) changedBlocks++;
    }
  }
  return { blocks, changedBlocks };
}

/** In the write that makes its map whole, or after it. What was dropped meanwhile goes. */
export async function completeSnapshot(
  tx: WriteTransaction,
  snapshot: Snapshot,
  counts: Counts,
  from: PartitionKey,
  host: ServiceHost,
): Promise<void> {
  const nowMs = host.clock.nowMs();
  const completed: Snapshot = {
    ...snapshot,
    ...counts,
    state: "completed",
    progress: 100,
    completedMs: nowMs,
    making: undefined,
  };
  await snapshotStore.put(tx, completed);
  if (completed.isDropped) await tx.setTimer({ kind: dropTimer, key: completed.id, dueMs: nowMs });
  await tellMade(tx, completed, "succeeded", from, host);
}

/** Source: "Amazon EventBridge events for Amazon EBS", "createSnapshot": the region stands where others have the account. */
export async function tellMade(
  tx: WriteTransaction,
  snapshot: Snapshot,
  result: "succeeded" | "failed",
  { region }: PartitionKey,
  host: ServiceHost,
): Promise<void> {
  const arn = (kind: string, id: string) => `arn:${partitionOf(region)}:ec2::${region}:${kind}/${id}`;
  const { making } = snapshot;
  const isCopy = making?.from === "copy";
  const source = isCopy
    ? `arn:${partitionOf(making.region)}:ec2::${making.region}:snapshot/${making.snapshotId}`
    : arn("volume", snapshot.volumeId);
  const detail = {
    event: isCopy ? "copySnapshot" : "createSnapshot",
    result,
    cause: snapshot.message ?? "",
    snapshot_id: arn("snapshot", snapshot.id),
    source,
    startTime: new Date(snapshot.startedMs).toISOString(),
    endTime: new Date(host.clock.nowMs()).toISOString(),
  };
  const resource = arn("snapshot", snapshot.id);
  await emitStorageEvent(tx, { type: "EBS Snapshot Notification", resource, detail }, host);
}
