import { sweeping } from "../../../timers/repeated.ts";
import { eventsKind } from "./event-queues.ts";
import { receivedStore } from "./received-store.ts";

const rowsAtOnce = 1_000;

/** Forgets the deliveries of functions that get no more: a queue in use does it by itself. */
export const receivedRetention = sweeping({
  kind: eventsKind,
  failure: "the deliveries of functions could not be forgotten",
  sweep: async (key, signal, { host: { storage, clock } }) => {
    const partition = storage.partition(key);
    let removed: number;
    do {
      removed = await partition.write((tx) => receivedStore.removeExpired(tx, clock.nowMs(), rowsAtOnce));
    } while (removed === rowsAtOnce && !signal.aborted);
  },
});
