import type { Firing } from "../../../storage/database.ts";
import type { ServiceHost, ServiceTimer } from "../../service.ts";
import { blockStore } from "../blocks/block-store.ts";
import { copyMapTo } from "../blocks/copy-map.ts";
import { mergeBlocks } from "../blocks/merge-blocks.ts";
import type { StorageState } from "../layers/storage-state.ts";
import type { VolumeData } from "../layers/volume-data.ts";
import { regionKey } from "../region-key.ts";
import { volumeStore } from "../volumes/volume-store.ts";
import { completeSnapshot, countBlocks, failSnapshot } from "./finish-snapshot.ts";
import { putStore } from "./put-store.ts";
import type { Making, Snapshot } from "./snapshot.ts";
import { snapshotStore } from "./snapshot-store.ts";

/** Makes a snapshot's map whole, by whatever it is made of, and completes it. After a crash it begins anew. */
export const makeSnapshot: ServiceTimer<StorageState>["fire"] = async (firing, { host, state }) => {
  const partition = host.storage.partition(firing.from);
  const snapshot = await partition.read((tx) => snapshotStore.find(tx, firing.key));
  if (snapshot?.state === "pending") {
    const { making } = snapshot;
    if (making?.from === "layers") await mergeLayers(snapshot, making.layer, { host, state, firing });
    else if (making?.from === "puts" && !making.isSealed) {
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

/** Those of a volume in the order in which they were taken: each is what the map is when the layers up to its own are merged, and no later ones. */
async function mergeLayers(snapshot: Snapshot, layer: number, { host, state, firing }: Work): Promise<void> {
  const { volumeId } = snapshot;
  const place = firing.from;
  const partition = host.storage.partition(place);
  await state.volumes.inTurn(place, volumeId, async () => {
    const others = await partition.read((tx) => snapshotStore.search(tx, { volumeId }, "", Number.MAX_SAFE_INTEGER));
    const turn = others
      .flatMap((each) =>
        each.state === "pending" && each.making?.from === "layers" ? [{ each, layer: each.making.layer }] : [],
      )
      .filter((each) => each.layer <= layer)
      .sort((left, right) => left.layer - right.layer);
    if (turn.length === 0) return;
    await state.volumes.use(place, volumeId, async (data) => {
      for (const { each, layer: upTo } of turn) {
        await data.sealed(upTo);
        await mergeUpTo(data, upTo, each, { host, state, firing });
        const counts = await partition.read((tx) => countBlocks(tx, each, volumeId));
        await partition.write(async (tx) => {
          const volume = await volumeStore.find(tx, volumeId);
          if (volume) await volumeStore.put(tx, { ...volume, mergedLayer: Math.max(volume.mergedLayer, upTo) });
          await blockStore.copyMap(tx, volumeId, each.id);
          await completeSnapshot(tx, each.id, counts, place, host);
        });
        await data.drop(upTo);
      }
    });
  });
}

async function mergeUpTo(
  data: VolumeData,
  upTo: number,
  { id, volumeId }: Snapshot,
  { host, firing }: Work,
): Promise<void> {
  const blocks = data.changedBlocks(upTo);
  await mergeBlocks(
    { blocks, read: (index) => data.readBlock(index, upTo) },
    {
      partition: host.storage.partition(firing.from),
      blobs: host.blobs,
      owner: volumeId,
      signal: firing.signal,
      progressed: async (tx, done) => {
        const found = await snapshotStore.find(tx, id);
        const progress = Math.min(99, Math.floor((100 * done) / blocks.length));
        if (found) await snapshotStore.put(tx, { ...found, progress });
      },
    },
  );
}
