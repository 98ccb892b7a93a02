import type { ReadTransaction } from "../../../storage/database.ts";
import { groupNotFound, imagesNotFound, resourceNotFound, subnetNotFound, vpcNotFound } from "../errors.ts";
import { wellKnownImages } from "../images/well-known-images.ts";
import { findInstances } from "../instances/find-instances.ts";
import { defaultNetwork } from "../network/default-network.ts";
import type { Ec2Context } from "../operation.ts";
import { findSnapshot } from "../snapshots/find-snapshot.ts";
import { findVolumes } from "../volumes/find-volumes.ts";

/** Throws the error of its kind for the first that is not there. */
export async function requireResources(tx: ReadTransaction, ids: readonly string[], place: Ec2Context): Promise<void> {
  for (const id of ids) await requireResource(tx, id, place);
}

async function requireResource(tx: ReadTransaction, id: string, place: Ec2Context): Promise<void> {
  const { vpcId, groupId, subnets } = defaultNetwork(place);
  switch (id.slice(0, id.indexOf("-") + 1)) {
    case "i-":
      await findInstances(tx, [id]);
      return;
    case "vol-":
      await findVolumes(tx, [id]);
      return;
    case "snap-":
      await findSnapshot(tx, id);
      return;
    case "vpc-":
      if (id !== vpcId) throw vpcNotFound(id);
      return;
    case "subnet-":
      if (!subnets.some((subnet) => subnet.id === id)) throw subnetNotFound(id);
      return;
    case "sg-":
      if (id !== groupId) throw groupNotFound(id);
      return;
    case "ami-":
      if (!wellKnownImages(place).some((image) => image.id === id)) throw imagesNotFound([id]);
      return;
    default:
      throw resourceNotFound(id);
  }
}
