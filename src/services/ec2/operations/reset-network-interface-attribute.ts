import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, invalidParameterValue, missingParameter } from "../errors.ts";
import { requireInterface } from "../interfaces/network-interface.ts";
import { saveInterface } from "../interfaces/save-interface.ts";
import type { Ec2Operation } from "../operation.ts";

/** Source and destination are checked again. */
export const resetNetworkInterfaceAttribute: Ec2Operation<"ResetNetworkInterfaceAttribute"> = async (
  input,
  context,
) => {
  const { NetworkInterfaceId: id, SourceDestCheck: name = "sourceDestCheck", DryRun } = input;
  if (id === undefined) throw missingParameter("NetworkInterfaceId");
  if (name !== "sourceDestCheck")
    throw invalidParameterValue(`Value (${name}) for parameter sourceDestCheck is invalid. Unknown attribute.`);
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const { resource, instance } = await requireInterface(tx, context, id);
    if (DryRun) throw dryRun();
    await saveInterface(tx, context, { resource: { ...resource, sourceDestCheck: true }, instance });
  });
  return {};
};
