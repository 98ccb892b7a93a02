import type { ReadTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import { imagesNotFound, notOwner } from "../errors.ts";
import { checkId } from "../resources/resource-id.ts";
import { type Image, images } from "./image.ts";
import { wellKnownImages } from "./well-known-images.ts";

/** Throws for what is no id of an image, and for one that is not there. */
export async function findImage(tx: ReadTransaction, place: Place, id: string): Promise<Image> {
  checkId(id, "ami", "InvalidAMIID");
  const found = wellKnownImages(place).find((image) => image.id === id) ?? (await images.find(tx, place, id));
  if (!found) throw imagesNotFound([id]);
  return found;
}

/** One that the account may change. */
export async function findOwnImage(tx: ReadTransaction, place: Place, id: string): Promise<Image> {
  const image = await findImage(tx, place, id);
  if (image.ownerId !== place.account) throw notOwner(id);
  return image;
}

/** The one that is made of the snapshot. */
export async function imageOfSnapshot(
  tx: ReadTransaction,
  place: Place,
  snapshotId: string,
): Promise<Image | undefined> {
  return (await images.list(tx, place)).find(({ devices = [] }) =>
    devices.some((each) => each.snapshotId === snapshotId),
  );
}
