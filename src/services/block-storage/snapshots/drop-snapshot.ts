import type { ServiceTimer } from "../../service.ts";
import { blockStore } from "../blocks/block-store.ts";
import { tagStore } from "../tag-store.ts";
import { putStore } from "./put-store.ts";
import { snapshotStore } from "./snapshot-store.ts";

/** The timer that removes what is dropped; the key is its id. */
export const dropTimer = "ec2.drop-snapshot";

/** Pages taken from a map in one commit. */
const pagesAtOnce = 16;
const putsAtOnce = 500;

/** A snapshot that nobody sees any more gives its blocks back, those that others have excepted, a few pages at a time. */
export const dropSnapshot: ServiceTimer<unknown>["fire"] = async (firing, { host }) => {
  // From now on nobody takes it back out of the recycle bin: its blocks begin to go.
  await host.storage.partition(firing.from).write(async (tx) => {
    const snapshot = await snapshotStore.find(tx, firing.key);
    if (snapshot && !snapshot.isDropped) await snapshotStore.put(tx, { ...snapshot, isDropped: true });
  });
  for (;;) {
    const { blobs, isDone } = await host.storage.partition(firing.from).write(async (tx) => {
      const put = await putStore.removeSome(tx, firing.key, putsAtOnce);
      if (!put.isDone) return put;
      const removed = await blockStore.removePages(tx, firing.key, pagesAtOnce);
      if (removed.isDone) {
        await snapshotStore.remove(tx, firing.key);
        await tagStore.removeAll(tx, firing.key);
        await firing.settle(tx);
      }
      return { ...removed, blobs: [...put.blobs, ...removed.blobs] };
    });
    await host.blobs.delete(blobs);
    if (isDone) return;
    firing.signal.throwIfAborted();
  }
};
