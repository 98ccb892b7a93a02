import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, invalidParameterValue, missingParameter } from "../errors.ts";
import { findOwnImage } from "../images/find-image.ts";
import { images } from "../images/image.ts";
import type { Ec2Operation } from "../operation.ts";

/** Nobody but its owner may launch it from now on. */
export const resetImageAttribute: Ec2Operation<"ResetImageAttribute"> = async (input, context) => {
  const { ImageId: id, Attribute: name, DryRun } = input;
  if (id === undefined) throw missingParameter("ImageId");
  if (name !== "launchPermission")
    throw invalidParameterValue(`Value (${name}) for parameter attribute is invalid. Unknown attribute.`);
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const image = await findOwnImage(tx, context, id);
    if (DryRun) throw dryRun();
    await images.put(tx, context, { ...image, launchableBy: [], isPublic: false });
  });
  return {};
};
