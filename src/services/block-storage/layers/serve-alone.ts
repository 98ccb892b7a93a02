import type { Place } from "../../service.ts";
import { regionKey } from "../region-key.ts";
import { mergeVolume } from "../snapshots/merge-volume.ts";
import { volumeStore } from "../volumes/volume-store.ts";
import { endServing, findServing, isSame, isShared, selfOf } from "./serving.ts";
import type { StorageState } from "./storage-state.ts";
import type { VolumeData } from "./volume-data.ts";

/** What has been written until now is where it outlives this server. */
export type Flush = () => Promise<void>;

/**
 * For the time of `work` this server alone serves a volume. False, and nothing is done, where it is served already. A single server keeps what is written in the
 * volume's layers. Where others may serve it next, a flush brings it into the volume's map, and nothing of the volume is left on this disk at the end.
 */
export async function serveAlone(
  state: StorageState,
  place: Place,
  id: string,
  work: (data: VolumeData, flush: Flush) => Promise<void>,
): Promise<boolean> {
  const { host, volumes, held } = state;
  if (!isShared(host)) return volumes.serve(place, id, (data) => work(data, () => data.flush()));
  const key = `${place.account}/${place.region}/${id}`;
  if (held.has(key)) return false;
  held.add(key);
  const partition = host.storage.partition(regionKey(place));
  const self = selfOf(host);
  try {
    const former = await findServing(place, id, host);
    const isOurs = await partition.write(async (tx) => {
      const volume = await volumeStore.find(tx, id);
      // One of our own that nobody holds here was not let go, for want of the database.
      if (!volume || (volume.served && !(isSame(volume.served, former) && isSame(former, self)))) return false;
      await volumeStore.put(tx, { ...volume, served: self });
      return true;
    });
    if (!isOurs) return false;
    try {
      await volumes.remove(place, id);
      return await volumes.serve(place, id, async (data) => {
        const flush = flushing(async () => {
          const upTo = data.seal();
          if (upTo === undefined) return;
          const signal = new AbortController().signal;
          await mergeVolume({ place, volumeId: id, upTo, isFlush: true, served: self, signal }, state);
        });
        try {
          await work(data, flush);
        } finally {
          await flush().catch((error: Error) =>
            host.log.warn("what was written to a volume after its last flush is lost", {
              volume: id,
              error: error.message,
            }),
          );
        }
      });
    } finally {
      await volumes.remove(place, id);
      await partition.write((tx) => endServing(tx, { id, place, served: self }, host));
    }
  } finally {
    held.delete(key);
  }
}

/** One at a time; who asks while one runs has the next, which sees all that was written before. */
function flushing(flush: Flush): Flush {
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  return () => {
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        running = flush();
        return running;
      });
    return next;
  };
}
