import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, invalidParameterValue, missingParameter } from "../errors.ts";
import { findOwnImage } from "../images/find-image.ts";
import type { Ec2Operation } from "../operation.ts";

/** Nobody else may launch it, as before: nobody can be given the permission. */
export const resetImageAttribute: Ec2Operation<"ResetImageAttribute"> = async (input, context) => {
  const { ImageId: id, Attribute: name, DryRun } = input;
  if (id === undefined) throw missingParameter("ImageId");
  if (name !== "launchPermission")
    throw invalidParameterValue(`Value (${name}) for parameter attribute is invalid. Unknown attribute.`);
  await context.host.storage.partition(regionKey(context)).read((tx) => findOwnImage(tx, context, id));
  if (DryRun) throw dryRun();
  return {};
};
