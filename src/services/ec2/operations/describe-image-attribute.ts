import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, invalidParameterValue, missingParameter } from "../errors.ts";
import { findOwnImage } from "../images/find-image.ts";
import { toImage } from "../images/image.ts";
import type { Ec2Operation } from "../operation.ts";

/** Of an image of the account's own. */
export const describeImageAttribute: Ec2Operation<"DescribeImageAttribute"> = async (input, context) => {
  const { ImageId: id, Attribute: name, DryRun } = input;
  if (id === undefined) throw missingParameter("ImageId");
  if (name === undefined) throw missingParameter("Attribute");
  const image = await context.host.storage.partition(regionKey(context)).read((tx) => findOwnImage(tx, context, id));
  if (DryRun) throw dryRun();
  switch (name) {
    case "description":
      return { ImageId: id, Description: { Value: image.description } };
    case "launchPermission":
      return {
        ImageId: id,
        LaunchPermissions: [
          ...(image.isPublic ? [{ Group: "all" as const }] : []),
          ...(image.launchableBy ?? []).map((UserId) => ({ UserId })),
        ],
      };
    case "productCodes":
      return { ImageId: id, ProductCodes: [] };
    case "blockDeviceMapping": {
      const { BlockDeviceMappings } = toImage({ image, tags: {}, state: "available" }, context);
      return { ImageId: id, BlockDeviceMappings };
    }
    case "sriovNetSupport":
      return { ImageId: id, SriovNetSupport: { Value: "simple" } };
    case "imdsSupport":
      return { ImageId: id, ImdsSupport: image.isTokenRequired ? { Value: "v2.0" } : {} };
    case "deregistrationProtection":
      return {
        ImageId: id,
        DeregistrationProtection: { Value: image.isProtected ? "enabled-without-cooldown" : "disabled" },
      };
    default:
      throw invalidParameterValue(`Value (${name}) for parameter attribute is invalid. Unknown attribute.`);
  }
};
