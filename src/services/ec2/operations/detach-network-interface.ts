import { regionKey } from "../../block-storage/region-key.ts";
import { attachmentNotFound, dryRun, missingParameter, notPermitted } from "../errors.ts";
import { interfaces, listInterfaces } from "../interfaces/network-interface.ts";
import type { Ec2Operation } from "../operation.ts";

/** An instance keeps its first. */
export const detachNetworkInterface: Ec2Operation<"DetachNetworkInterface"> = async (input, context) => {
  const { AttachmentId: id, DryRun } = input;
  if (id === undefined) throw missingParameter("AttachmentId");
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const found = (await listInterfaces(tx, context)).find(({ attachment }) => attachment?.id === id);
    if (!found) throw attachmentNotFound(id);
    if (found.attachment?.deviceIndex === 0)
      throw notPermitted("The network interface at device index 0 and networkCard index 0 cannot be detached.");
    if (DryRun) throw dryRun();
    await interfaces.put(tx, context, { ...found, attachment: undefined });
  });
  return {};
};
