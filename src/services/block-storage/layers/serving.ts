import type { WriteTransaction } from "../../../storage/database.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { regionKey } from "../region-key.ts";
import { failSnapshot } from "../snapshots/finish-snapshot.ts";
import { snapshotStore } from "../snapshots/snapshot-store.ts";
import type { Serving, Volume } from "../volumes/volume.ts";
import { volumeStore } from "../volumes/volume-store.ts";

type Host = Pick<ServiceHost, "nodes" | "storage">;

/**
 * Where several servers may share the database, the one that serves a volume stands in the volume's record, in the partition of all that it changes: who was
 * taken for dead, and is not, has each of its commits fail from then on. A single server's files are its own.
 */
export function isShared({ storage }: Pick<ServiceHost, "storage">): boolean {
  return storage.engine === "postgres";
}

export function selfOf({ nodes }: Host): Serving {
  return { node: nodes.self, epoch: nodes.epoch };
}

export function isSame(left: Serving | undefined, right: Serving | undefined): boolean {
  return left?.node === right?.node && left?.epoch === right?.epoch;
}

/** Whether the server's lease held a moment ago, by the database's clock. */
export async function isAlive({ node, epoch }: Serving, { nodes }: Host): Promise<boolean> {
  await nodes.refresh();
  return nodes.live().some((each) => each.id === node && each.epoch === epoch);
}

/** Throws, and nothing of the write remains, if another server has the volume by now, or it is gone. */
export function checkServing(volume: Volume | undefined, serving: Serving): Volume {
  if (!volume || !isSame(volume.served, serving)) throw new Error("another server has the volume by now");
  return volume;
}

/**
 * Nobody serves the volume any more, if this one still did. What it was to bring into the map is not there: snapshots that were to have it are errors.
 */
export async function endServing(
  tx: WriteTransaction,
  { id, place, served }: { readonly id: string; readonly place: Place; readonly served: Serving },
  host: ServiceHost,
): Promise<void> {
  const volume = await volumeStore.find(tx, id);
  if (!volume || !isSame(volume.served, served)) return;
  await volumeStore.put(tx, { ...volume, served: undefined, merging: undefined });
  for (const snapshot of await snapshotStore.search(tx, { volumeId: id }, "", Number.MAX_SAFE_INTEGER))
    if (snapshot.state === "pending" && snapshot.making?.from === "layers")
      await failSnapshot(tx, snapshot, lost, place, host);
}

export const lost = "The server that served the volume ended before the data of the snapshot were stored.";

/** The server that serves it now; one that has died is found out, and serves it no more. */
export async function findServing(place: Place, id: string, host: ServiceHost): Promise<Serving | undefined> {
  if (!isShared(host)) return undefined;
  const partition = host.storage.partition(regionKey(place));
  const served = (await partition.read((tx) => volumeStore.find(tx, id)))?.served;
  if (!served || (await isAlive(served, host))) return served;
  await partition.write((tx) => endServing(tx, { id, place, served }, host));
  return undefined;
}
