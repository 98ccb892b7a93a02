import type { ReadTransaction } from "../../../storage/database.ts";
import type { Volume } from "../../block-storage/volumes/volume.ts";
import { volumeStore } from "../../block-storage/volumes/volume-store.ts";
import { volumesNotFound } from "../errors.ts";
import { checkIds } from "../resources/resource-id.ts";

/** Each once, in the order of the ids. Throws for malformed ids and for those that are not there. */
export async function findVolumes(tx: ReadTransaction, ids: readonly string[]): Promise<Volume[]> {
  checkIds(ids, "vol", "InvalidVolumeID");
  const found: Volume[] = [];
  const missing: string[] = [];
  for (const id of new Set(ids)) {
    const volume = await volumeStore.find(tx, id);
    if (volume && !volume.binned) found.push(volume);
    else missing.push(id);
  }
  if (missing.length > 0) throw volumesNotFound(missing);
  return found;
}

export async function findVolume(tx: ReadTransaction, id: string): Promise<Volume> {
  const [volume] = await findVolumes(tx, [id]);
  if (!volume) throw volumesNotFound([id]);
  return volume;
}
