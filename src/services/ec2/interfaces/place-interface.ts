import type { CreateNetworkInterfaceCommandInput } from "@aws-sdk/client-ec2";
import type { ReadTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import {
  addressInUse,
  invalidParameter,
  invalidParameterCombination,
  invalidParameterValue,
  noAddressesLeft,
  tooManyGroupsOfInterface,
  tooManyPrivateAddresses,
} from "../errors.ts";
import { limits } from "../limits.ts";
import { fromAddress, toAddress } from "../network/cidr.ts";
import { freeAddresses, isAssignable, type Subnet, takenAddresses } from "../network/subnet.ts";
import { defaultGroupOf, securityGroups } from "../security-groups/security-group.ts";

type Wanted = Pick<
  CreateNetworkInterfaceCommandInput,
  "PrivateIpAddress" | "PrivateIpAddresses" | "SecondaryPrivateIpAddressCount"
>;

/** The addresses that are asked for, and free ones for what is not said: the primary one first. */
export async function chooseAddresses(
  tx: ReadTransaction,
  { PrivateIpAddress, PrivateIpAddresses = [], SecondaryPrivateIpAddressCount: count = 0 }: Wanted,
  subnet: Subnet,
  place: Place,
): Promise<string[]> {
  if (count > 0 && PrivateIpAddresses.some(({ Primary }) => !Primary))
    throw invalidParameterCombination(
      "The parameter secondaryPrivateIpAddressCount cannot be used with secondary private addresses.",
    );
  const primaries = PrivateIpAddresses.filter(({ Primary }) => Primary);
  if (primaries.length + (PrivateIpAddress === undefined ? 0 : 1) > 1)
    throw invalidParameterCombination("Only one primary private IP address can be specified.");
  const primary = PrivateIpAddress ?? primaries[0]?.PrivateIpAddress;
  const secondary = PrivateIpAddresses.filter(({ Primary }) => !Primary).map((each) => each.PrivateIpAddress ?? "");
  const taken = (await takenAddresses(tx, place)).get(subnet.id) ?? new Set<string>();
  const given = [...(primary === undefined ? [] : [primary]), ...secondary];
  checkAddresses(given, subnet, taken);
  const free = (primary === undefined ? 1 : 0) + count;
  if (given.length + free > limits.privateAddressesPerInterface)
    throw tooManyPrivateAddresses("The maximum number of private IP addresses has been reached.");
  const found = freeAddresses(subnet, new Set([...taken, ...given]), free);
  if (found.length < free) throw noAddressesLeft(subnet.id);
  return primary === undefined ? [...found.slice(0, 1), ...secondary, ...found.slice(1)] : [...given, ...found];
}

/** Throws for an address that is not the subnet's, or not free. */
export function checkAddresses(given: readonly string[], subnet: Subnet, taken: ReadonlySet<string>): void {
  for (const text of given) {
    const address = fromAddress(text);
    if (address === undefined) throw invalidParameterValue(`invalid value for parameter address: [${text}]`);
    if (!isAssignable(subnet, address))
      throw invalidParameterValue("Address does not fall within the subnet's address range");
    if (taken.has(toAddress(address))) throw addressInUse(text);
  }
}

/** Those that are named, which must be of the VPC; else its default one. */
export async function chooseGroups(
  tx: ReadTransaction,
  ids: readonly string[] | undefined,
  vpcId: string,
  place: Place,
): Promise<readonly string[]> {
  if (ids === undefined || ids.length === 0) return [(await defaultGroupOf(tx, place, vpcId)).id];
  const groups = await securityGroups.requireAll(tx, place, ids);
  const other = groups.find((group) => group.vpcId !== vpcId);
  if (other) throw invalidParameter(`Security group ${other.id} and subnet belong to different networks.`);
  if (groups.length > limits.securityGroupsPerInterface) throw tooManyGroupsOfInterface();
  return groups.map(({ id }) => id);
}
