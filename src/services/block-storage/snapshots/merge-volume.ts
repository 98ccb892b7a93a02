import type { WriteTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import { blockStore } from "../blocks/block-store.ts";
import { mergeBlocks } from "../blocks/merge-blocks.ts";
import { checkServing, isSame } from "../layers/serving.ts";
import type { StorageState } from "../layers/storage-state.ts";
import type { VolumeData } from "../layers/volume-data.ts";
import { regionKey } from "../region-key.ts";
import type { Serving, Volume } from "../volumes/volume.ts";
import { volumeStore } from "../volumes/volume-store.ts";
import { completeSnapshot, countBlocks } from "./finish-snapshot.ts";
import type { Snapshot } from "./snapshot.ts";
import { snapshotStore } from "./snapshot-store.ts";

export interface Merging {
  readonly place: Place;
  readonly volumeId: string;
  /** The topmost layer that is to be in the map. */
  readonly upTo: number;
  /** Brings it there also where no snapshot waits for it. */
  readonly isFlush: boolean;
  /** This server, where others may take the volume from it. */
  readonly served: Serving | undefined;
  readonly signal: AbortSignal;
}

/**
 * Brings a volume's layers into its map, and with them completes the snapshots that wait for them, in the order in which they were taken: each is what the map is
 * when the layers up to its own are merged, and no later ones.
 */
export async function mergeVolume(merging: Merging, state: StorageState): Promise<void> {
  const { place, volumeId, upTo, isFlush, served } = merging;
  const { host } = state;
  const partition = host.storage.partition(regionKey(place));
  await state.volumes.inTurn(place, volumeId, async () => {
    const others = await partition.read((tx) => snapshotStore.search(tx, { volumeId }, "", Number.MAX_SAFE_INTEGER));
    const steps: Step[] = others
      .flatMap((snapshot) =>
        snapshot.state === "pending" && snapshot.making?.from === "layers" && isSame(snapshot.making.served, served)
          ? [{ snapshot, layer: snapshot.making.layer }]
          : [],
      )
      .filter((each) => each.layer <= upTo)
      .sort((left, right) => left.layer - right.layer);
    if (isFlush && steps.at(-1)?.layer !== upTo) steps.push({ snapshot: undefined, layer: upTo });
    if (steps.length === 0) return;
    await state.volumes.use(place, volumeId, async (data) => {
      for (const step of steps) await mergeStep(data, step, merging, state);
    });
  });
}

interface Step {
  readonly layer: number;
  readonly snapshot: Snapshot | undefined;
}

async function mergeStep(
  data: VolumeData,
  { layer, snapshot }: Step,
  { place, volumeId, served, signal }: Merging,
  { host }: StorageState,
): Promise<void> {
  const partition = host.storage.partition(regionKey(place));
  const change = async (tx: WriteTransaction, changed: (volume: Volume) => Volume) => {
    const volume = await volumeStore.find(tx, volumeId);
    const own = served ? checkServing(volume, served) : volume;
    if (own) await volumeStore.put(tx, changed(own));
  };
  await data.sealed(layer);
  const blocks = data.changedBlocks(layer);
  await mergeBlocks(
    { blocks, read: (index) => data.readBlock(index, layer) },
    {
      partition,
      blobs: host.blobs,
      owner: volumeId,
      signal,
      progressed: async (tx, done) => {
        await change(tx, (volume) => ({ ...volume, merging: layer }));
        const found = snapshot && (await snapshotStore.find(tx, snapshot.id));
        const progress = Math.min(99, Math.floor((100 * done) / blocks.length));
        if (found) await snapshotStore.put(tx, { ...found, progress });
      },
    },
  );
  const counts = snapshot && (await partition.read((tx) => countBlocks(tx, snapshot, volumeId)));
  await partition.write(async (tx) => {
    await change(tx, (volume) => ({
      ...volume,
      mergedLayer: Math.max(volume.mergedLayer, layer),
      merging: undefined,
    }));
    if (!snapshot || !counts) return;
    await blockStore.copyMap(tx, volumeId, snapshot.id);
    await completeSnapshot(tx, snapshot.id, counts, place, host);
  });
  await data.drop(layer);
}
