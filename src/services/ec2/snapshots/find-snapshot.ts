import type { ReadTransaction } from "../../../storage/database.ts";
import { isShown, type Snapshot } from "../../block-storage/snapshots/snapshot.ts";
import { snapshotStore } from "../../block-storage/snapshots/snapshot-store.ts";
import { snapshotNotFound } from "../errors.ts";
import { checkId } from "../resources/resource-id.ts";

/** The account's own. Throws for a malformed id and for one that is not there, or in the recycle bin. */
export async function findSnapshot(tx: ReadTransaction, id: string): Promise<Snapshot> {
  checkId(id, "snap", "InvalidSnapshotID");
  const snapshot = await snapshotStore.find(tx, id);
  if (!snapshot || !isShown(snapshot)) throw snapshotNotFound(id);
  return snapshot;
}
