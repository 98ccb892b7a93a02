import { regionKey } from "../../block-storage/region-key.ts";
import { invalidParameterCombination, missingParameter, noAddressesLeft, tooManyPrivateAddresses } from "../errors.ts";
import { requireInterface } from "../interfaces/network-interface.ts";
import { checkAddresses } from "../interfaces/place-interface.ts";
import { saveInterface } from "../interfaces/save-interface.ts";
import { limits } from "../limits.ts";
import { freeAddresses, subnets, takenAddresses } from "../network/subnet.ts";
import type { Ec2Operation } from "../operation.ts";
import { refuseOthers } from "../resources/refuse-others.ts";

/** Further addresses of an interface: those that are named, or as many as are asked for. */
export const assignPrivateIpAddresses: Ec2Operation<"AssignPrivateIpAddresses"> = async (input, context) => {
  const {
    NetworkInterfaceId: id,
    PrivateIpAddresses: named = [],
    SecondaryPrivateIpAddressCount: count,
    ...more
  } = input;
  const { AllowReassignment: _, ...others } = more;
  refuseOthers(others);
  if (id === undefined) throw missingParameter("NetworkInterfaceId");
  if (named.length === 0 && count === undefined)
    throw missingParameter("secondaryPrivateIpAddressCount or privateIpAddress");
  if (named.length > 0 && count !== undefined)
    throw invalidParameterCombination(
      "The parameter secondaryPrivateIpAddressCount cannot be used with the parameter privateIpAddress.",
    );
  const added = await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const { resource, instance } = await requireInterface(tx, context, id);
    const subnet = await subnets.require(tx, context, resource.subnetId);
    const taken = (await takenAddresses(tx, context)).get(subnet.id) ?? new Set<string>();
    checkAddresses(named, subnet, taken);
    const found = named.length > 0 ? named : freeAddresses(subnet, taken, count ?? 0);
    if (found.length < (count ?? 0)) throw noAddressesLeft(subnet.id);
    const secondaryAddresses = [...resource.secondaryAddresses, ...found];
    if (secondaryAddresses.length >= limits.privateAddressesPerInterface)
      throw tooManyPrivateAddresses("The maximum number of private IP addresses has been reached.");
    await saveInterface(tx, context, { resource: { ...resource, secondaryAddresses }, instance });
    return found;
  });
  return {
    NetworkInterfaceId: id,
    AssignedPrivateIpAddresses: added.map((PrivateIpAddress) => ({ PrivateIpAddress })),
  };
};
