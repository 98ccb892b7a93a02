import type { ReadTransaction } from "../../../storage/database.ts";
import { snapshotStore } from "../../block-storage/snapshots/snapshot-store.ts";
import type { Place } from "../../service.ts";
import { snapshotNotFound } from "../errors.ts";
import { wellKnownImages } from "../images/well-known-images.ts";
import { checkId } from "../resources/resource-id.ts";
import type { SourceSnapshot } from "../volumes/make-volume.ts";
import { isShown } from "./find-snapshot.ts";

/** What a volume can be made of. Throws for a malformed id and for what the account does not have. */
export async function findSource(tx: ReadTransaction, id: string, place: Place): Promise<SourceSnapshot> {
  checkId(id, "snap", "InvalidSnapshotID");
  const own = await snapshotStore.find(tx, id);
  if (own && isShown(own)) return { ...own, owner: "self", isArchived: own.archive?.tier === "archive" };
  const image = wellKnownImages(place).find(({ snapshotId }) => snapshotId === id);
  if (!image) throw snapshotNotFound(id);
  return { id, sizeGiB: image.rootGiB, isEncrypted: false, state: "completed", owner: "aws", isArchived: false };
}
