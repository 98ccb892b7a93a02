import { snapshotStore } from "../../block-storage/snapshots/snapshot-store.ts";
import type { ServiceTimer } from "../../service.ts";
import { settled } from "./tiers.ts";

/** A snapshot has come to its tier, or goes back to the archive. */
export const settleTier: ServiceTimer<unknown>["fire"] = async (firing, { host }) => {
  const place = firing.from;
  await host.storage.partition(place).write(async (tx) => {
    const snapshot = await snapshotStore.find(tx, firing.key);
    if (!snapshot?.tiering) return firing.settle(tx);
    const { tiering, dueMs } = await settled(tx, snapshot, snapshot.tiering, { place, host });
    await snapshotStore.put(tx, { ...snapshot, tiering });
    return firing.settle(tx, dueMs === undefined ? undefined : { dueMs });
  });
};
