import type { ReadTransaction } from "../../../storage/database.ts";
import { isArchived, isShown, type Snapshot } from "../../block-storage/snapshots/snapshot.ts";
import { snapshotStore } from "../../block-storage/snapshots/snapshot-store.ts";
import { invalidSnapshotId, snapshotIsArchived, snapshotIsNot, snapshotNotFound } from "../errors.ts";

/** Throws for what is no id, for what is not there, and for one in another state. */
export async function findSnapshot(tx: ReadTransaction, id: string, state: "pending" | "completed"): Promise<Snapshot> {
  if (!/^snap-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.test(id)) throw invalidSnapshotId();
  const snapshot = await snapshotStore.find(tx, id);
  if (!snapshot || !isShown(snapshot)) throw snapshotNotFound(id);
  if (isArchived(snapshot)) throw snapshotIsArchived(id);
  const isOpen = snapshot.making?.from === "puts" && !snapshot.making.isSealed;
  if (snapshot.state !== state || (state === "pending" && !isOpen)) throw snapshotIsNot(id, state);
  return snapshot;
}
