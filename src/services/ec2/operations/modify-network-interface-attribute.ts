import { regionKey } from "../../block-storage/region-key.ts";
import { attachmentNotFound, dryRun, invalidParameterCombination, missingParameter } from "../errors.ts";
import { requireInterface } from "../interfaces/network-interface.ts";
import { chooseGroups } from "../interfaces/place-interface.ts";
import { saveInterface } from "../interfaces/save-interface.ts";
import type { Ec2Operation } from "../operation.ts";
import { refuseOthers } from "../resources/refuse-others.ts";

/** One attribute at a time. */
export const modifyNetworkInterfaceAttribute: Ec2Operation<"ModifyNetworkInterfaceAttribute"> = async (
  input,
  context,
) => {
  const { NetworkInterfaceId: id, Description, Groups, SourceDestCheck, Attachment, DryRun, ...others } = input;
  refuseOthers(others);
  if (id === undefined) throw missingParameter("NetworkInterfaceId");
  const given = [Description, Groups, SourceDestCheck, Attachment].filter((value) => value !== undefined);
  if (given.length === 0) throw invalidParameterCombination("No attributes specified.");
  if (given.length > 1)
    throw invalidParameterCombination(
      "Fields for multiple attribute types specified: only one may be changed at a time.",
    );
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const found = await requireInterface(tx, context, id);
    let { resource } = found;
    if (Description) resource = { ...resource, description: Description.Value ?? "" };
    if (SourceDestCheck) resource = { ...resource, sourceDestCheck: SourceDestCheck.Value ?? true };
    if (Groups) resource = { ...resource, groupIds: await chooseGroups(tx, Groups, resource.vpcId, context) };
    if (Attachment) {
      const { attachment } = resource;
      if (!attachment || attachment.id !== Attachment.AttachmentId)
        throw attachmentNotFound(Attachment.AttachmentId ?? "");
      const deleteOnTermination = Attachment.DeleteOnTermination ?? attachment.deleteOnTermination;
      resource = { ...resource, attachment: { ...attachment, deleteOnTermination } };
    }
    if (DryRun) throw dryRun();
    await saveInterface(tx, context, { ...found, resource });
  });
  return {};
};
