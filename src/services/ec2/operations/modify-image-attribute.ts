import { regionKey } from "../../block-storage/region-key.ts";
import { settingsStore } from "../../block-storage/settings-store.ts";
import {
  dryRun,
  invalidParameterCombination,
  invalidParameterValue,
  missingParameter,
  notSupported,
  sharingIsBlocked,
} from "../errors.ts";
import { findOwnImage } from "../images/find-image.ts";
import { devicesOf, images } from "../images/image.ts";
import { readPermissions } from "../images/read-permissions.ts";
import { limits } from "../limits.ts";
import type { Ec2Operation } from "../operation.ts";
import { refuseOthers } from "../resources/refuse-others.ts";

/** What it is described as, how its instances ask for metadata, and who else may launch it. */
export const modifyImageAttribute: Ec2Operation<"ModifyImageAttribute"> = async (input, context) => {
  const { ImageId: id, Attribute, Value, Description, ImdsSupport, DryRun, ...more } = input;
  const { LaunchPermission, OperationType, UserIds, UserGroups, OrganizationArns, OrganizationalUnitArns, ...others } =
    more;
  refuseOthers(others);
  if (id === undefined) throw missingParameter("ImageId");
  if (Attribute !== undefined && Attribute !== "description" && Attribute !== "launchPermission")
    throw notSupported(`changing ${Attribute}`);
  const description = Attribute === "description" ? (Value ?? "") : Description?.Value;
  const imds = ImdsSupport?.Value;
  const asked = { LaunchPermission, OperationType, UserIds, UserGroups, OrganizationArns, OrganizationalUnitArns };
  const { added, removed } = readPermissions(asked);
  const isOfPermissions = added.length + removed.length > 0;
  if (description === undefined && imds === undefined && !isOfPermissions)
    throw invalidParameterCombination("No attributes specified.");
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const image = await findOwnImage(tx, context, id);
    const launchableBy = new Set(image.launchableBy);
    for (const { UserId } of added) if (UserId !== undefined) launchableBy.add(UserId);
    for (const { UserId } of removed) if (UserId !== undefined) launchableBy.delete(UserId);
    if (launchableBy.size > limits.sharedAccounts)
      throw invalidParameterValue(`An image is shared with at most ${limits.sharedAccounts} accounts.`);
    const makesPublic = added.some(({ Group }) => Group === "all");
    if (makesPublic && devicesOf(image).some(({ isEncrypted }) => isEncrypted))
      throw invalidParameterValue(`The image ${id} has encrypted snapshots, so it cannot be shared with everybody.`);
    if (makesPublic && (await settingsStore.find(tx)).publicImages !== "unblocked") throw sharingIsBlocked("AMIs");
    const isPublic = makesPublic || (image.isPublic === true && !removed.some(({ Group }) => Group === "all"));
    if (DryRun) throw dryRun();
    const changed = {
      ...(isOfPermissions && { launchableBy: [...launchableBy], isPublic }),
      ...(description !== undefined && { description }),
      ...(imds !== undefined && { isTokenRequired: imds === "v2.0" }),
    };
    await images.put(tx, context, { ...image, ...changed });
  });
  return {};
};
