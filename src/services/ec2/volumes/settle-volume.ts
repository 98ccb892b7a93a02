import type { WriteTransaction } from "../../../storage/database.ts";
import { blockStore } from "../../block-storage/blocks/block-store.ts";
import { copyMapTo } from "../../block-storage/blocks/copy-map.ts";
import type { StorageState } from "../../block-storage/layers/storage-state.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import { emitStorageEvent } from "../../block-storage/tell-storage.ts";
import { type Volume, volumeArn, volumeSettleMs } from "../../block-storage/volumes/volume.ts";
import { volumeStore } from "../../block-storage/volumes/volume-store.ts";
import type { Place, ServiceHost, ServiceTimer } from "../../service.ts";

/** Pages taken from a map in one commit. */
const pagesAtOnce = 16;

/** A volume that was on its way arrives: it is made, attached, detached, changed, or gone with its blocks. */
export const settleVolume: ServiceTimer<StorageState>["fire"] = async (firing, { host, state }) => {
  const partition = host.storage.partition(firing.from);
  const place = firing.from;
  const filling = (await partition.read((tx) => volumeStore.find(tx, firing.key)))?.filledFrom;
  if (filling) {
    const from = { partition: host.storage.partition(regionKey(filling)), owner: filling.snapshotId };
    await copyMapTo(from, { partition, owner: firing.key }, host.blobs, firing.signal);
  }
  for (;;) {
    const { freed, isDone, isGone } = await partition.write(async (tx) => {
      const volume = await volumeStore.find(tx, firing.key);
      // What is in the recycle bin has been there for its time.
      if (volume && volume.state !== "deleting" && !volume.binned) {
        const settled = await settle(tx, volume, place, host);
        await volumeStore.put(tx, settled);
        const dueMs = nextDueMs(settled, host.clock.nowMs());
        await firing.settle(tx, dueMs === undefined ? undefined : { dueMs });
        return { freed: [], isDone: true, isGone: false };
      }
      // Its blocks go a few pages at a time; it is shown until the first of them do.
      if (volume) {
        await volumeStore.remove(tx, volume.id);
        await tagStore.removeAll(tx, volume.id);
        await tell(tx, volume, place, { event: "deleteVolume", result: "deleted" }, host);
      }
      const removed = await blockStore.removePages(tx, firing.key, pagesAtOnce);
      if (removed.isDone) await firing.settle(tx);
      return { freed: removed.blobs, isDone: removed.isDone, isGone: true };
    });
    await host.blobs.delete(freed);
    if (isDone && isGone) await state.volumes.remove(place, firing.key);
    if (isDone) return;
    firing.signal.throwIfAborted();
  }
};

async function settle(tx: WriteTransaction, volume: Volume, place: Place, host: ServiceHost): Promise<Volume> {
  const attachments = volume.attachments
    .filter(({ state }) => state !== "detaching")
    .map((each) => (each.state === "attaching" ? { ...each, state: "attached" as const } : each));
  const modification = await settleModification(tx, volume, place, host);
  if (volume.state === "creating") await tell(tx, volume, place, { event: "createVolume", result: "available" }, host);
  return {
    ...volume,
    attachments,
    modification,
    state: attachments.length > 0 ? "in-use" : "available",
    filledFrom: undefined,
  };
}

async function settleModification(tx: WriteTransaction, volume: Volume, place: Place, host: ServiceHost) {
  const { modification } = volume;
  if (!modification || modification.state === "completed") return modification;
  const passedMs = host.clock.nowMs() - modification.startedMs;
  const state =
    passedMs < volumeSettleMs.modifying
      ? "modifying"
      : passedMs < volumeSettleMs.modifying + volumeSettleMs.optimizing
        ? "optimizing"
        : "completed";
  if (state === modification.state) return modification;
  await tell(tx, volume, place, { event: "modifyVolume", result: state }, host);
  const endedMs = state === "completed" ? host.clock.nowMs() : undefined;
  return { ...modification, state, endedMs } as const;
}

/** When something of it comes about next. */
export function nextDueMs({ modification }: Volume, nowMs: number): number | undefined {
  if (!modification || modification.state === "completed") return undefined;
  const { modifying, optimizing } = volumeSettleMs;
  const atMs = modification.startedMs + modifying + (modification.state === "optimizing" ? optimizing : 0);
  return Math.max(atMs, nowMs + 1);
}

function tell(
  tx: WriteTransaction,
  { id }: Volume,
  place: Place,
  { event, result }: { readonly event: string; readonly result: string },
  host: ServiceHost,
): Promise<void> {
  const detail = { result, cause: "", event };
  return emitStorageEvent(tx, { type: "EBS Volume Notification", resource: volumeArn(place, id), detail }, host);
}
