import { sweeping } from "../../timers/repeated.ts";
import { eventsKey } from "../buses/event-bus.ts";
import { limits } from "../limits.ts";
import type { EventsState } from "../state.ts";
import { archiveKey } from "./archive.ts";
import { archivedStore, archiveStore } from "./archive-store.ts";

const dayMs = 24 * 60 * 60 * 1_000;

/** Removes from archives what is older than they keep. */
export const archiveRetention = sweeping<EventsState>({
  kind: archiveKey({ account: "", region: "" }, { name: "", id: "" }).kind,
  failure: "archived events could not be removed",
  sweep: async (key, signal, { host }) => {
    const [name = ""] = key.name.split("/");
    const archive = await host.storage.partition(eventsKey(key)).read((tx) => archiveStore.find(tx, name));
    const partition = host.storage.partition(key);
    // One that was deleted while an event was on its way to it.
    if (!archive || archiveKey(key, archive).name !== key.name) return partition.drop();
    if (!archive || archive.retentionDays === 0) return;
    const beforeMs = host.clock.nowMs() - archive.retentionDays * dayMs;
    const remove = () => partition.write((tx) => archivedStore.removeOlder(tx, beforeMs, limits.removedAtOnce));
    while ((await remove()) === limits.removedAtOnce && !signal.aborted);
  },
});
