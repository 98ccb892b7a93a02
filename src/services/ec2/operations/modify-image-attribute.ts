import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, invalidParameterCombination, missingParameter, notSupported } from "../errors.ts";
import { findOwnImage } from "../images/find-image.ts";
import { images } from "../images/image.ts";
import type { Ec2Operation } from "../operation.ts";
import { refuseOthers } from "../resources/refuse-others.ts";

/** What it is described as, and how its instances ask for metadata. It is nobody else's: permissions to launch it are refused by name. */
export const modifyImageAttribute: Ec2Operation<"ModifyImageAttribute"> = async (input, context) => {
  const { ImageId: id, Attribute, Value, Description, ImdsSupport, DryRun, ...others } = input;
  refuseOthers(others);
  if (id === undefined) throw missingParameter("ImageId");
  if (Attribute !== undefined && Attribute !== "description") throw notSupported(`changing ${Attribute}`);
  const description = Attribute === "description" ? (Value ?? "") : Description?.Value;
  const imds = ImdsSupport?.Value;
  if (description === undefined && imds === undefined) throw invalidParameterCombination("No attributes specified.");
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const image = await findOwnImage(tx, context, id);
    if (DryRun) throw dryRun();
    const changed = {
      ...(description !== undefined && { description }),
      ...(imds !== undefined && { isTokenRequired: imds === "v2.0" }),
    };
    await images.put(tx, context, { ...image, ...changed });
  });
  return {};
};
