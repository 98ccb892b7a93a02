import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, invalidParameterValue, missingParameter } from "../errors.ts";
import { disassociateInterface } from "../interfaces/disassociate-interface.ts";
import { interfaces, requireInterface } from "../interfaces/network-interface.ts";
import type { Ec2Operation } from "../operation.ts";

/** One that is attached to nothing. */
export const deleteNetworkInterface: Ec2Operation<"DeleteNetworkInterface"> = async (input, context) => {
  const { NetworkInterfaceId: id, DryRun } = input;
  if (id === undefined) throw missingParameter("NetworkInterfaceId");
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const { resource } = await requireInterface(tx, context, id);
    const { attachment } = resource;
    if (attachment) throw invalidParameterValue(`Network interface '${id}' is currently in use.`);
    if (DryRun) throw dryRun();
    await disassociateInterface(tx, context, id);
    await interfaces.remove(tx, context, id);
  });
  return {};
};
