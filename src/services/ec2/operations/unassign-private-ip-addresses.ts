import { regionKey } from "../../block-storage/region-key.ts";
import { invalidParameterValue, missingParameter } from "../errors.ts";
import { disassociateInterface } from "../interfaces/disassociate-interface.ts";
import { requireInterface } from "../interfaces/network-interface.ts";
import { saveInterface } from "../interfaces/save-interface.ts";
import type { Ec2Operation } from "../operation.ts";
import { refuseOthers } from "../resources/refuse-others.ts";

/** An interface keeps its first address. */
export const unassignPrivateIpAddresses: Ec2Operation<"UnassignPrivateIpAddresses"> = async (input, context) => {
  const { NetworkInterfaceId: id, PrivateIpAddresses: given = [], ...others } = input;
  refuseOthers(others);
  if (id === undefined) throw missingParameter("NetworkInterfaceId");
  if (given.length === 0) throw missingParameter("privateIpAddress");
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const { resource, instance } = await requireInterface(tx, context, id);
    const wrong = given.find((address) => !resource.secondaryAddresses.includes(address));
    if (wrong !== undefined)
      throw invalidParameterValue(`Some of the specified addresses are not assigned to interface ${id}`);
    const secondaryAddresses = resource.secondaryAddresses.filter((address) => !given.includes(address));
    await saveInterface(tx, context, { resource: { ...resource, secondaryAddresses }, instance });
    await disassociateInterface(tx, context, id, given);
  });
  return {};
};
