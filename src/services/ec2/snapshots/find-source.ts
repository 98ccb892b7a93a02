import type { Database, ReadTransaction } from "../../../storage/database.ts";
import { eachPartition } from "../../../storage/each-partition.ts";
import { settingsStore } from "../../block-storage/settings-store.ts";
import { isShown, type Snapshot } from "../../block-storage/snapshots/snapshot.ts";
import { snapshotStore } from "../../block-storage/snapshots/snapshot-store.ts";
import type { Place } from "../../service.ts";
import { snapshotNotFound } from "../errors.ts";
import { wellKnownImages } from "../images/well-known-images.ts";
import { checkId } from "../resources/resource-id.ts";
import type { SourceSnapshot } from "../volumes/make-volume.ts";

/**
 * A snapshot of another account of the region that is shared with this one, or public; undefined if there is none. It is asked for before the write that uses
 * it, since it is another partition's.
 */
export async function findShared(
  storage: Database,
  id: string,
  { account, region }: Place,
): Promise<{ readonly snapshot: Snapshot; readonly owner: Place } | undefined> {
  for await (const key of eachPartition(storage, "ec2")) {
    if (key.region !== region || key.account === account) continue;
    const { snapshot, hidesPublic } = await storage.partition(key).read(async (tx) => ({
      snapshot: await snapshotStore.find(tx, id),
      // What is public is nobody's but its owner's as long as all public sharing is blocked.
      hidesPublic: (await settingsStore.find(tx)).publicSnapshots === "block-all-sharing",
    }));
    if (!snapshot) continue;
    const isShared =
      isShown(snapshot) && (snapshot.sharedWith.includes(account) || (snapshot.isPublic && !hidesPublic));
    return isShared ? { snapshot, owner: { account: key.account, region } } : undefined;
  }
  return undefined;
}

/** What a volume can be made of. Throws for a malformed id and for what the account does not have. */
export async function findSource(
  tx: ReadTransaction,
  id: string,
  place: Place,
  shared?: Awaited<ReturnType<typeof findShared>>,
): Promise<SourceSnapshot> {
  checkId(id, "snap", "InvalidSnapshotID");
  const own = await snapshotStore.find(tx, id);
  if (own && isShown(own)) return { ...own, owner: "self" };
  if (shared) {
    const { snapshot, owner } = shared;
    return { ...snapshot, owner };
  }
  const image = wellKnownImages(place).find(({ snapshotId }) => snapshotId === id);
  if (!image) throw snapshotNotFound(id);
  return { id, sizeGiB: image.rootGiB, isEncrypted: false, state: "completed", owner: "aws" };
}
