import { partitionOf } from "../../../platform/arn.ts";
import type { Firing, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import type { Place, ServiceHost, ServiceTimer } from "../../service.ts";
import { blockName, pageBlocks } from "../blocks/block.ts";
import { blockStore } from "../blocks/block-store.ts";
import { mergeBlocks } from "../blocks/merge-blocks.ts";
import type { StorageState } from "../layers/storage-state.ts";
import type { VolumeData } from "../layers/volume-data.ts";
import { emitStorageEvent } from "../tell-storage.ts";
import { volumeStore } from "../volumes/volume-store.ts";
import { dropTimer } from "./drop-snapshot.ts";
import type { Snapshot } from "./snapshot.ts";
import { snapshotStore } from "./snapshot-store.ts";

/** Makes a snapshot's map whole, by whatever it is made of, and completes it. After a crash it begins anew. */
export const makeSnapshot: ServiceTimer<StorageState>["fire"] = async (firing, { host, state }) => {
  const partition = host.storage.partition(firing.from);
  const snapshot = await partition.read((tx) => snapshotStore.find(tx, firing.key));
  if (snapshot?.state === "pending") {
    const { making } = snapshot;
    if (making?.from === "layers") await mergeLayers(snapshot, making.layer, { host, state, firing });
    else {
      const counts = await partition.read((tx) => countBlocks(tx, snapshot, snapshot.id));
      await partition.write((tx) => completeSnapshot(tx, snapshot.id, counts, firing.from, host));
    }
  }
  await partition.write((tx) => firing.settle(tx));
};

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
