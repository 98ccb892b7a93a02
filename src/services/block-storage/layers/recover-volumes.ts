import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { ServiceHost } from "../../service.ts";
import { regionKey } from "../region-key.ts";
import { failSnapshot } from "../snapshots/finish-snapshot.ts";
import { snapshotStore } from "../snapshots/snapshot-store.ts";
import { volumeStore } from "../volumes/volume-store.ts";
import { Layer } from "./layer.ts";
import { layersOf } from "./layer-files.ts";
import type { OpenVolumes } from "./open-volumes.ts";

/**
 * After a crash: a layer that was not whole on the disk when the server ended has what had been flushed, and is the volume's. A snapshot that was to have all of
 * it is an error: what was written before it and not flushed is lost. One whose layers are whole goes on by its timer. What belongs to no volume goes.
 */
export async function recoverVolumes(volumes: OpenVolumes, host: ServiceHost): Promise<void> {
  const root = join(host.config.dataDir, "volumes");
  for (const account of await names(root)) {
    for (const region of await names(join(root, account))) {
      const place = { account, region };
      const partition = host.storage.partition(regionKey(place));
      for (const id of await names(join(root, account, region))) {
        const isThere = await partition.read(async (tx) => (await volumeStore.find(tx, id)) !== undefined);
        if (!isThere) {
          await volumes.remove(place, id);
          continue;
        }
        const directory = volumes.directory(place, id);
        for (const layer of await layersOf(directory)) {
          if (await Layer.isSealed(directory, layer)) continue;
          await partition.write(async (tx) => {
            for (const snapshot of await snapshotStore.search(tx, { volumeId: id }, "", Number.MAX_SAFE_INTEGER)) {
              const isOfIt = snapshot.making?.from === "layers" && snapshot.making.layer === layer;
              if (snapshot.state === "pending" && isOfIt) await failSnapshot(tx, snapshot, crashed, place, host);
            }
          });
          await Layer.markSealed(directory, layer);
        }
      }
    }
  }
}

const crashed = "The server ended before the data of the snapshot were on its disk.";

async function names(directory: string): Promise<string[]> {
  return readdir(directory).catch(() => []);
}
