import type { WriteTransaction } from "../../../storage/database.ts";
import type { Tags } from "../../tags.ts";
import { imageNameInUse, imageNameIsMalformed, missingParameter, notPermitted } from "../errors.ts";
import { limits } from "../limits.ts";
import type { Ec2Context } from "../operation.ts";
import { putTags } from "../tags/put-tags.ts";
import { type Image, images } from "./image.ts";

/** Throws for what is no name. Source: "CreateImage", "Name". */
export function checkImageName(name: string | undefined): asserts name is string {
  if (name === undefined) throw missingParameter("Name");
  if (!/^[a-zA-Z0-9()[\] ./\-'@_]{3,128}$/.test(name)) throw imageNameIsMalformed();
}

/** Throws for a name that another image of the account has. */
export async function checkImageRoom(tx: WriteTransaction, name: string, context: Ec2Context): Promise<void> {
  const present = await images.list(tx, context);
  const other = present.find((image) => image.name === name);
  if (other) throw imageNameInUse(name, other.id);
  if (present.length >= limits.images) throw notPermitted("The maximum number of images has been reached.");
}

export async function putImage(tx: WriteTransaction, image: Image, tags: Tags, context: Ec2Context): Promise<void> {
  await checkImageRoom(tx, image.name, context);
  await images.put(tx, context, image);
  await putTags(tx, image.id, tags);
}
