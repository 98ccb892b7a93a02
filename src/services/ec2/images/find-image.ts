import type { ReadTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import { imagesNotFound } from "../errors.ts";
import { checkId } from "../resources/resource-id.ts";
import { type Image, wellKnownImages } from "./well-known-images.ts";

/** Throws for what is no id of an image, and for one that is not there. */
export async function findImage(_tx: ReadTransaction, place: Place, id: string): Promise<Image> {
  checkId(id, "ami", "InvalidAMIID");
  const known = wellKnownImages(place).find((image) => image.id === id);
  if (!known) throw imagesNotFound([id]);
  return known;
}
