import type { ReadTransaction } from "../../../storage/database.ts";
import { snapshotStore } from "../../block-storage/snapshots/snapshot-store.ts";
import { volumeStore } from "../../block-storage/volumes/volume-store.ts";
import { resourceNotFound } from "../errors.ts";
import { findImage } from "../images/find-image.ts";
import { binnedImages } from "../images/recycle-bin.ts";
import { findInstances } from "../instances/find-instances.ts";
import { requireInterface } from "../interfaces/network-interface.ts";
import { vpcs } from "../network/vpc.ts";
import type { Ec2Context } from "../operation.ts";
import { kindOfId } from "../resources/resource-kinds.ts";
import { findSnapshot } from "../snapshots/find-snapshot.ts";
import { findVolumes } from "../volumes/find-volumes.ts";

/** Throws the error of its kind for the first that is not there. */
export async function requireResources(tx: ReadTransaction, ids: readonly string[], place: Ec2Context): Promise<void> {
  for (const id of ids) await requireResource(tx, id, place);
}

async function requireResource(tx: ReadTransaction, id: string, place: Ec2Context): Promise<void> {
  if (!/^[a-z]+(?:-[a-z]+)*-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.test(id)) throw resourceNotFound(id);
  switch (id.slice(0, id.lastIndexOf("-") + 1)) {
    case "i-":
      await findInstances(tx, [id]);
      return;
    // What is in the recycle bin can be given tags, and nothing else.
    case "vol-":
      if (!(await volumeStore.find(tx, id))?.binned) await findVolumes(tx, [id]);
      return;
    case "snap-":
      if (!(await snapshotStore.find(tx, id))?.binned) await findSnapshot(tx, id);
      return;
    case "ami-":
      if (!(await binnedImages.find(tx, place, id))) await findImage(tx, place, id);
      return;
    case "eni-":
      await requireInterface(tx, place, id);
      return;
    // A part of its VPC.
    case "acl-":
      if (!(await vpcs.list(tx, place)).some(({ aclId }) => aclId === id)) throw resourceNotFound(id);
      return;
    default: {
      const kind = kindOfId(id);
      if (!kind) throw resourceNotFound(id);
      await kind.require(tx, place, id);
    }
  }
}
