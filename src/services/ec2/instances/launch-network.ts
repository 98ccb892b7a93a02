import type { InstanceNetworkInterfaceSpecification, RunInstancesCommandInput } from "@aws-sdk/client-ec2";
import type { ReadTransaction } from "../../../storage/database.ts";
import {
  groupNotFound,
  interfaceInUse,
  invalidParameterCombination,
  invalidParameterValue,
  noDefaultSubnet,
  notSupported,
  tooManyInterfaces,
  vpcNotSpecified,
} from "../errors.ts";
import type { InstanceType } from "../instance-types/instance-types.ts";
import { type NetworkInterface, requireInterface } from "../interfaces/network-interface.ts";
import { chooseAddresses, chooseGroups } from "../interfaces/place-interface.ts";
import { type Subnet, subnets } from "../network/subnet.ts";
import { findDefaultVpc } from "../network/vpc.ts";
import type { Ec2Context } from "../operation.ts";
import { refuseOthers } from "../resources/refuse-others.ts";
import { securityGroups } from "../security-groups/security-group.ts";

/** Where instances are launched, and what their interfaces are. */
export interface LaunchNetwork {
  readonly subnet: Subnet;
  readonly groupIds: readonly string[];
  readonly hasPublicAddress: boolean;
  readonly sourceDestCheck: boolean;
  readonly description: string | undefined;
  readonly deletesInterface: boolean;
  /** One that was made before becomes the instance's first. */
  readonly first: NetworkInterface | undefined;
  /** Chosen already, the primary one first; without them each instance has one that is free. */
  readonly addresses: readonly string[] | undefined;
  /** Beyond the first. */
  readonly further: readonly FurtherInterface[];
}

export interface FurtherInterface {
  readonly deviceIndex: number;
  readonly deletesWithInstance: boolean;
  readonly present: NetworkInterface | undefined;
  readonly made: Pick<NetworkInterface, "groupIds" | "description"> & {
    readonly subnet: Subnet;
    readonly privateAddress: string | undefined;
  };
}

type NetworkInput = Pick<
  RunInstancesCommandInput,
  "SubnetId" | "SecurityGroupIds" | "SecurityGroups" | "NetworkInterfaces" | "PrivateIpAddress" | "Placement"
> & { readonly count: number; readonly type: InstanceType };

/** Throws for what is not there, in use, or of different networks. */
export async function readNetwork(
  tx: ReadTransaction,
  input: NetworkInput,
  context: Ec2Context,
): Promise<LaunchNetwork> {
  const { NetworkInterfaces: given = [], count, type } = input;
  const zone = readPlacement(input.Placement);
  for (const each of given) checkInterface(each);
  const primary = given.find(({ DeviceIndex }) => DeviceIndex === 0);
  if (given.length > 0) checkCombination(input, primary);
  if (given.length > type.interfaces) throw tooManyInterfaces(String(given.length), type.name);
  if (
    primary?.NetworkInterfaceId !== undefined ||
    given.some(({ NetworkInterfaceId }) => NetworkInterfaceId !== undefined)
  )
    if (count > 1)
      throw invalidParameterCombination("Network interfaces that exist cannot be used with a count of more than one.");
  const further: FurtherInterface[] = [];
  const network = primary
    ? await ofPrimary(tx, primary, zone, count, context)
    : await ofInput(tx, input, zone, context);
  for (const each of given) if (each !== primary) further.push(await readFurther(tx, each, network.subnet, context));
  return { ...network, further };
}

/** A zone, and nothing else that is built. */
function readPlacement(placement: RunInstancesCommandInput["Placement"] = {}): string | undefined {
  const { AvailabilityZone: zone, Tenancy: tenancy = "default", ...others } = placement;
  refuseOthers(others, "Placement.");
  if (tenancy !== "default") throw notSupported(`the tenancy ${tenancy}`);
  // Terraform sends an empty one.
  return zone || undefined;
}

type Network = Omit<LaunchNetwork, "further">;

/** As the call says of the instance as a whole. */
async function ofInput(
  tx: ReadTransaction,
  { SubnetId, SecurityGroupIds, SecurityGroups = [], PrivateIpAddress, count }: NetworkInput,
  zone: string | undefined,
  context: Ec2Context,
): Promise<Network> {
  const subnet = await findSubnet(tx, SubnetId, zone, context);
  const byName: string[] = [];
  const ofVpc = SecurityGroups.length > 0 ? await securityGroups.listOf(tx, context, subnet.vpcId) : [];
  for (const name of SecurityGroups) {
    const group = ofVpc.find((each) => each.name === name);
    if (!group) throw groupNotFound(name);
    byName.push(group.id);
  }
  const groupIds = await chooseGroups(tx, [...(SecurityGroupIds ?? []), ...byName], subnet.vpcId, context);
  const addresses = await chooseAt(tx, PrivateIpAddress, count, subnet, context);
  const plain = { sourceDestCheck: true, description: undefined, deletesInterface: true, first: undefined };
  return { ...plain, subnet, groupIds, hasPublicAddress: subnet.mapsPublicAddresses, addresses };
}

/** As the interface of device index 0 says it. */
async function ofPrimary(
  tx: ReadTransaction,
  given: InstanceNetworkInterfaceSpecification,
  zone: string | undefined,
  count: number,
  context: Ec2Context,
): Promise<Network> {
  const deletesInterface = given.DeleteOnTermination ?? given.NetworkInterfaceId === undefined;
  if (given.NetworkInterfaceId !== undefined) {
    const first = await findFree(tx, given.NetworkInterfaceId, context);
    return {
      subnet: await subnets.require(tx, context, first.subnetId),
      groupIds: first.groupIds,
      hasPublicAddress: false,
      sourceDestCheck: first.sourceDestCheck,
      description: first.description,
      deletesInterface,
      first,
      addresses: [first.privateAddress, ...first.secondaryAddresses],
    };
  }
  const subnet = await findSubnet(tx, given.SubnetId, zone, context);
  const isChosen = given.PrivateIpAddress ?? given.PrivateIpAddresses?.[0] ?? given.SecondaryPrivateIpAddressCount;
  if (isChosen && count > 1)
    throw invalidParameterCombination("Private addresses cannot be named with a count of more than one.");
  return {
    subnet,
    groupIds: await chooseGroups(tx, given.Groups, subnet.vpcId, context),
    hasPublicAddress: given.AssociatePublicIpAddress ?? subnet.mapsPublicAddresses,
    sourceDestCheck: true,
    description: given.Description,
    deletesInterface,
    first: undefined,
    addresses: isChosen ? await chooseAddresses(tx, given, subnet, context) : undefined,
  };
}

async function readFurther(
  tx: ReadTransaction,
  given: InstanceNetworkInterfaceSpecification,
  first: Subnet,
  context: Ec2Context,
): Promise<FurtherInterface> {
  const { DeviceIndex: deviceIndex = 0, NetworkInterfaceId: id, DeleteOnTermination } = given;
  if (given.AssociatePublicIpAddress) throw notSupported("AssociatePublicIpAddress of further network interfaces");
  const present = id === undefined ? undefined : await findFree(tx, id, context);
  const subnet =
    given.SubnetId === undefined ? first : await subnets.require(tx, context, present?.subnetId ?? given.SubnetId);
  if ((present?.zone ?? subnet.zone) !== first.zone)
    throw invalidParameterValue("Network interfaces of one instance must be in the same availability zone.");
  const groupIds = present ? present.groupIds : await chooseGroups(tx, given.Groups, subnet.vpcId, context);
  const [privateAddress] =
    given.PrivateIpAddress === undefined ? [] : await chooseAddresses(tx, given, subnet, context);
  return {
    deviceIndex,
    deletesWithInstance: DeleteOnTermination ?? present === undefined,
    present,
    made: { groupIds, description: given.Description ?? "", subnet, privateAddress },
  };
}

async function findFree(tx: ReadTransaction, id: string, context: Ec2Context): Promise<NetworkInterface> {
  const { resource } = await requireInterface(tx, context, id);
  if (resource.attachment) throw interfaceInUse(`Interface: [${id}] in use.`);
  return resource;
}

function checkInterface(given: InstanceNetworkInterfaceSpecification): void {
  const { DeviceIndex, NetworkInterfaceId, SubnetId, Groups, AssociatePublicIpAddress, Description, ...more } = given;
  const { DeleteOnTermination, PrivateIpAddress, PrivateIpAddresses, SecondaryPrivateIpAddressCount, ...rest } = more;
  const { InterfaceType = "interface", NetworkCardIndex = 0, Ipv6AddressCount = 0, ...others } = rest;
  if (InterfaceType !== "interface") throw notSupported(`the interface type ${InterfaceType}`);
  if (NetworkCardIndex > 0) throw notSupported("NetworkCardIndex");
  if (Ipv6AddressCount > 0) throw notSupported("Ipv6AddressCount");
  refuseOthers(others, "NetworkInterfaces.");
  if (DeviceIndex === undefined) throw invalidParameterValue("Each network interface requires a device index.");
  if (NetworkInterfaceId !== undefined && (SubnetId !== undefined || Groups?.length || AssociatePublicIpAddress))
    throw invalidParameterCombination("A network interface may not specify both a network interface ID and a subnet");
}

function checkCombination(input: NetworkInput, primary: InstanceNetworkInterfaceSpecification | undefined): void {
  const both = (what: string) =>
    invalidParameterCombination(
      `Network interfaces and an instance-level ${what} may not be specified on the same request`,
    );
  if (input.SubnetId !== undefined) throw both("subnet ID");
  if (input.SecurityGroupIds?.length || input.SecurityGroups?.length) throw both("security groups");
  if (input.PrivateIpAddress !== undefined) throw both("private address");
  if (!primary)
    throw invalidParameterCombination("When specifying network interfaces, one must have the device index 0.");
}

/** The one that is named, else the default one of the zone that is named, else the first default one. */
async function findSubnet(
  tx: ReadTransaction,
  id: string | undefined,
  zone: string | undefined,
  context: Ec2Context,
): Promise<Subnet> {
  if (id !== undefined) {
    const subnet = await subnets.require(tx, context, id);
    if (zone !== undefined && zone !== subnet.zone)
      throw invalidParameterCombination("The availability zone of the subnet and of the placement are not the same.");
    return subnet;
  }
  const vpc = await findDefaultVpc(tx, context);
  if (!vpc) throw vpcNotSpecified();
  const defaults = (await subnets.listOf(tx, context, vpc.id))
    .filter(({ isDefault }) => isDefault)
    .sort((left, right) => (left.zone < right.zone ? -1 : 1));
  const found = zone === undefined ? defaults[0] : defaults.find((subnet) => subnet.zone === zone);
  if (found) return found;
  throw zone === undefined ? noDefaultSubnet(vpc.id) : invalidParameterValue(`Invalid availability zone: [${zone}]`);
}

async function chooseAt(
  tx: ReadTransaction,
  address: string | undefined,
  count: number,
  subnet: Subnet,
  context: Ec2Context,
): Promise<readonly string[] | undefined> {
  if (address === undefined) return undefined;
  if (count > 1)
    throw invalidParameterCombination("The parameter privateIpAddress cannot be used with a count of more than one.");
  return chooseAddresses(tx, { PrivateIpAddress: address }, subnet, context);
}
