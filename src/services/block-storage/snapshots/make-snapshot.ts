import type { Firing } from "../../../storage/database.ts";
import type { ServiceHost, ServiceTimer } from "../../service.ts";
import { copyMapTo } from "../blocks/copy-map.ts";
import { findServing, isSame, lost, selfOf } from "../layers/serving.ts";
import { askToMerge } from "../layers/shared-volumes.ts";
import type { StorageState } from "../layers/storage-state.ts";
import { regionKey } from "../region-key.ts";
import { completeSnapshot, countBlocks, failSnapshot } from "./finish-snapshot.ts";
import { mergeVolume } from "./merge-volume.ts";
import { putStore } from "./put-store.ts";
import type { Making, Snapshot } from "./snapshot.ts";
import { snapshotStore } from "./snapshot-store.ts";

/** Makes a snapshot's map whole, by whatever it is made of, and completes it. After a crash it begins anew. */
export const makeSnapshot: ServiceTimer<StorageState>["fire"] = async (firing, { host, state }) => {
  const partition = host.storage.partition(firing.from);
  const snapshot = await partition.read((tx) => snapshotStore.find(tx, firing.key));
  if (snapshot?.state === "pending") {
    const { making } = snapshot;
    if (making?.from === "layers") {
      if (!(await mergeLayers(snapshot, making, { host, state, firing }))) {
        const dueMs = host.clock.nowMs() + lookAgainMs;
        return partition.write((tx) => firing.settle(tx, { dueMs }));
      }
    } else if (making?.from === "puts" && !making.isSealed) {
      await timeOut(snapshot, making.timeoutMinutes, { host, state, firing });
      return;
    } else {
      if (making?.from === "puts") await mergePuts(snapshot.id, { host, state, firing });
      if (making?.from === "copy" && !(await copyFrom(making, snapshot, { host, state, firing }))) return;
      const counts = await partition.read((tx) => countBlocks(tx, snapshot, snapshot.id));
      await partition.write((tx) => completeSnapshot(tx, snapshot.id, counts, firing.from, host));
    }
  }
  await partition.write((tx) => firing.settle(tx));
};

/** What was put is part of the map, a page a commit. */
async function mergePuts(id: string, { host, firing }: Work): Promise<void> {
  for (;;) {
    firing.signal.throwIfAborted();
    const { blobs, isDone } = await host.storage.partition(firing.from).write((tx) => putStore.mergePage(tx, id));
    await host.blobs.delete(blobs);
    if (isDone) return;
  }
}

/** False if there is nothing to copy any more: then it is an error. */
async function copyFrom(
  { account, region, snapshotId }: Making & { from: "copy" },
  snapshot: Snapshot,
  { host, firing }: Work,
): Promise<boolean> {
  const from = { partition: host.storage.partition(regionKey({ account, region })), owner: snapshotId };
  const to = { partition: host.storage.partition(firing.from), owner: snapshot.id };
  const isThere = async () => (await from.partition.read((tx) => snapshotStore.find(tx, snapshotId))) !== undefined;
  try {
    if (await isThere()) {
      await copyMapTo(from, to, host.blobs, firing.signal);
      return true;
    }
  } catch (error) {
    // It may have gone with its blocks while they were copied.
    if (firing.signal.aborted || (await isThere())) throw error;
  }
  await to.partition.write(async (tx) => {
    await failSnapshot(tx, snapshot, "The source snapshot was deleted.", firing.from, host);
    await firing.settle(tx);
  });
  return false;
}

/** Nothing was put to it for so long: it is given up. Each put sets the timer anew. */
async function timeOut(snapshot: Snapshot, minutes: number, { host, firing }: Work): Promise<void> {
  await host.storage.partition(firing.from).write(async (tx) => {
    const message = `The snapshot was not completed within ${minutes} minutes.`;
    await failSnapshot(tx, snapshot, message, firing.from, host);
    await firing.settle(tx);
  });
}

interface Work {
  readonly host: ServiceHost;
  readonly state: StorageState;
  readonly firing: Firing;
}

/** Of what has been written to a volume. False if another server does it meanwhile. */
async function mergeLayers(
  { volumeId, id }: Snapshot,
  making: Layers,
  { host, state, firing }: Work,
): Promise<boolean> {
  const { account, region } = firing.from;
  const place = { account, region };
  const { served, layer: upTo } = making;
  if (!served || isSame(served, selfOf(host))) {
    await mergeVolume({ place, volumeId, upTo, isFlush: false, served, signal: firing.signal }, state);
    return true;
  }
  if (isSame(served, await findServing(place, volumeId, host))) {
    // Who serves the volume has what is to be merged.
    await askToMerge(served, { place, id: volumeId, upTo }, state);
    return false;
  }
  await host.storage.partition(firing.from).write(async (tx) => {
    const found = await snapshotStore.find(tx, id);
    if (found?.state === "pending") await failSnapshot(tx, found, lost, place, host);
  });
  return true;
}

type Layers = Making & { from: "layers" };

/** While another server makes it. */
const lookAgainMs = 1_000;
