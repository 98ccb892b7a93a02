import { partitionOf } from "../../../platform/arn.ts";
import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { blockName, pageBlocks } from "../blocks/block.ts";
import { blockStore } from "../blocks/block-store.ts";
import { emitStorageEvent } from "../tell-storage.ts";
import { dropTimer } from "./drop-snapshot.ts";
import type { Snapshot } from "./snapshot.ts";
import { snapshotStore } from "./snapshot-store.ts";

interface Counts {
  readonly blocks: number;
  readonly changedBlocks: number;
}

/** Blocks that are no zeroes, and those of them that the predecessor does not have at the same place. */
export async function countBlocks(
  tx: ReadTransaction,
  { parentId }: Pick<Snapshot, "parentId">,
  owner: string,
): Promise<Counts> {
  const before = new Map(
    (parentId === undefined ? [] : await blockStore.pages(tx, parentId)).map(({ position, page }) => [position, page]),
  );
  let blocks = 0;
  let changedBlocks = 0;
  for (const { position, page } of await blockStore.pages(tx, owner)) {
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
  id: string,
  counts: Counts,
  from: Place,
  host: ServiceHost,
): Promise<void> {
  const snapshot = await snapshotStore.find(tx, id);
  if (snapshot?.state !== "pending") return;
  const nowMs = host.clock.nowMs();
  const completed: Snapshot = {
    ...snapshot,
    ...counts,
    state: "completed",
    progress: 100,
    completedMs: nowMs,
    making: undefined,
    // A lock lasts from here on.
    lock: snapshot.lock && { ...snapshot.lock, startedMs: snapshot.lock.startedMs ?? nowMs },
  };
  await snapshotStore.put(tx, completed);
  if (completed.isDropped) await tx.setTimer({ kind: dropTimer, key: completed.id, dueMs: nowMs });
  await tellMade(tx, snapshot, "succeeded", from, host);
}

/** One that cannot be made any more: it is an error from now on, and stays to be seen until it is deleted. */
export async function failSnapshot(
  tx: WriteTransaction,
  snapshot: Snapshot,
  message: string,
  from: Place,
  host: ServiceHost,
): Promise<void> {
  const failed: Snapshot = { ...snapshot, state: "error", message, making: undefined };
  await snapshotStore.put(tx, failed);
  if (failed.isDropped) await tx.setTimer({ kind: dropTimer, key: failed.id, dueMs: host.clock.nowMs() });
  await tellMade(tx, { ...snapshot, message }, "failed", from, host);
}

/** Source: "Amazon EventBridge events for Amazon EBS", "createSnapshot": the region stands where others have the account. */
export async function tellMade(
  tx: WriteTransaction,
  snapshot: Snapshot,
  result: "succeeded" | "failed",
  { region }: Pick<Place, "region">,
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
