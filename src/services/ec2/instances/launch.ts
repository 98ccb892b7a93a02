import { createHash } from "node:crypto";
import type { RunInstancesCommandInput } from "@aws-sdk/client-ec2";
import { fail } from "../../../platform/aws-error.ts";
import type { Tags } from "../../tags.ts";
import {
  addressInUse,
  groupNotFound,
  imagesNotFound,
  invalidInstanceType,
  invalidParameterCombination,
  invalidParameterValue,
  keyPairNotFound,
  missingParameter,
  noAddressesLeft,
  notSupported,
  subnetNotFound,
  tooManyVcpus,
} from "../errors.ts";
import { type Image, rootDevice, wellKnownImages } from "../images/well-known-images.ts";
import { defaultInstanceType, type InstanceType, instanceTypes } from "../instance-types/instance-types.ts";
import { limits } from "../limits.ts";
import {
  addressAt,
  type DefaultNetwork,
  defaultNetwork,
  type Subnet,
  subnetAddresses,
} from "../network/default-network.ts";
import type { Ec2Context } from "../operation.ts";
import { checkId, makeId } from "../resources/resource-id.ts";
import { readTagSpecifications } from "../tags/check-tags.ts";
import { type BlockDevice, readBlockDevices } from "./block-devices.ts";
import type { Instance } from "./instance.ts";

/** What a RunInstances asks for, checked: as far as it can be without the instances there are. */
export interface Launch {
  readonly least: number;
  readonly most: number;
  readonly tags: Tags;
  readonly subnet: Subnet;
  readonly type: InstanceType;
  readonly privateAddress: string | undefined;
  readonly devices: readonly BlockDevice[];
  readonly volumeTags: Tags;
  /** Of each of them. */
  readonly instance: Omit<
    Instance,
    "id" | "launchIndex" | "privateAddress" | "networkInterfaceId" | "attachmentId" | "reservationId"
  >;
}

/** Members of RunInstances that would change what is made, and are not built. */
const unsupported = [
  "CapacityReservationSpecification",
  "CpuOptions",
  "CreditSpecification",
  "ElasticGpuSpecification",
  "ElasticInferenceAccelerators",
  "EnablePrimaryIpv6",
  "EnclaveOptions",
  "HibernationOptions",
  "IamInstanceProfile",
  "InstanceMarketOptions",
  "Ipv6AddressCount",
  "Ipv6Addresses",
  "KernelId",
  "LaunchTemplate",
  "LicenseSpecifications",
  "MaintenanceOptions",
  "NetworkInterfaces",
  "NetworkPerformanceOptions",
  "Operator",
  "PrivateDnsNameOptions",
  "RamdiskId",
  "SecondaryInterfaces",
  "AdditionalInfo",
] as const satisfies readonly (keyof RunInstancesCommandInput)[];

/** Throws for what EC2 refuses, in its order: members, image, type, network. */
export function readLaunch(input: RunInstancesCommandInput, context: Ec2Context): Launch {
  const { MinCount: least = 0, MaxCount: most = 0, ClientToken: clientToken } = input;
  for (const member of unsupported) if (isGiven(input[member])) throw notSupported(member);
  if (input.ImageId === undefined) throw missingParameter("ImageId");
  if (least < 1)
    throw invalidParameterValue(`Value (${least}) for parameter minCount is invalid. It must be at least 1.`);
  if (most < least)
    throw invalidParameterValue(
      `Value (${least}) for parameter minCount is invalid. Must be less than or equal to maxCount.`,
    );
  if (most > limits.instancesPerCall) throw tooManyVcpus(limits.runningVcpus);
  if (clientToken !== undefined && clientToken.length > limits.clientTokenLength)
    throw invalidParameterValue(`The client token is longer than ${limits.clientTokenLength} characters.`);
  const image = findImage(input.ImageId, context);
  const name = input.InstanceType ?? defaultInstanceType;
  const type = instanceTypes.get(name) ?? fail(invalidInstanceType(name));
  if (!type.architectures.includes(image.architecture))
    throw invalidParameterValue(
      `The architecture '${type.architectures[0]}' of the specified instance type does not match the architecture '${image.architecture}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again. You can use 'describe-instance-types' or 'describe-images' to discover the architecture of the instance type or AMI.`,
    );
  if (input.KeyName !== undefined) throw keyPairNotFound(input.KeyName);
  const network = defaultNetwork(context);
  const subnet = findSubnet(input, network);
  const tagged = readTagSpecifications(input.TagSpecifications, ["instance", "volume"]);
  const tags = tagged.get("instance") ?? {};
  const volumeTags = tagged.get("volume") ?? {};
  const devices = readBlockDevices([rootOf(image)], input.BlockDeviceMappings);
  const nowMs = context.host.clock.nowMs();
  const instance = {
    state: "pending",
    launchedMs: nowMs,
    changedMs: nowMs,
    imageId: image.id,
    architecture: image.architecture,
    type: type.name,
    zone: subnet.zone,
    subnetId: subnet.id,
    vpcId: network.vpcId,
    groupIds: findGroups(input, network),
    publicAddress: undefined,
    hasPublicAddress: true,
    userData: readUserData(input.UserData),
    isMonitored: input.Monitoring?.Enabled ?? false,
    isTerminationProtected: input.DisableApiTermination ?? false,
    isStopProtected: input.DisableApiStop ?? false,
    shutdownBehavior: input.InstanceInitiatedShutdownBehavior ?? "stop",
    sourceDestCheck: true,
    tokensRequired: input.MetadataOptions?.HttpTokens !== "optional",
    clientToken,
    tokenInput: clientToken === undefined ? undefined : sha256(JSON.stringify(input)),
    reason: undefined,
  } as const satisfies Launch["instance"];
  checkMetadataOptions(input.MetadataOptions);
  if (input.EbsOptimized) throw notSupported("EbsOptimized");
  return { least, most, tags, volumeTags, devices, subnet, type, privateAddress: input.PrivateIpAddress, instance };
}

function rootOf(image: Image): BlockDevice {
  return {
    device: rootDevice(image),
    snapshotId: image.snapshotId,
    sizeGiB: image.rootGiB,
    kind: "gp3",
    iops: undefined,
    throughput: undefined,
    isEncrypted: undefined,
    kmsKeyId: undefined,
    deleteOnTermination: true,
  };
}

/** Each of a thousand instances has it, and an input may have 16 KB of user data. */
function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
}

export function findImage(id: string, place: Ec2Context) {
  checkId(id, "ami", "InvalidAMIID");
  return wellKnownImages(place).find((image) => image.id === id) ?? fail(imagesNotFound([id]));
}

/** The one that is named, else that of the zone that is named, else the first. */
function findSubnet({ SubnetId, Placement = {} }: RunInstancesCommandInput, { subnets }: DefaultNetwork): Subnet {
  const { AvailabilityZone: zone, Tenancy: tenancy = "default", ...others } = Placement;
  const [other] = Object.entries(others).find(([, value]) => value !== undefined && value !== "") ?? [];
  if (other !== undefined) throw notSupported(`Placement.${other}`);
  if (tenancy !== "default") throw notSupported(`the tenancy ${tenancy}`);
  if (SubnetId !== undefined) {
    checkId(SubnetId, "subnet", "InvalidSubnetID");
    const subnet = subnets.find(({ id }) => id === SubnetId) ?? fail(subnetNotFound(SubnetId));
    if (zone !== undefined && zone !== subnet.zone)
      throw invalidParameterCombination("The availability zone of the subnet and of the placement are not the same.");
    return subnet;
  }
  const found = zone === undefined ? subnets[0] : subnets.find((subnet) => subnet.zone === zone);
  return found ?? fail(invalidParameterValue(`Invalid availability zone: [${zone}]`));
}

function findGroups(
  { SecurityGroupIds = [], SecurityGroups = [] }: RunInstancesCommandInput,
  { groupId }: DefaultNetwork,
): readonly string[] {
  for (const id of SecurityGroupIds) {
    checkId(id, "sg", "InvalidGroupId");
    if (id !== groupId) throw groupNotFound(id);
  }
  for (const name of SecurityGroups) if (name !== "default") throw groupNotFound(name);
  return [groupId];
}

/** Base64 of at most 16 KiB. */
export function readUserData(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const encoded = text.replace(/\s/g, "");
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(encoded)) throw invalidParameterValue("Invalid BASE64 encoding of user data.");
  if (Buffer.from(encoded, "base64").length > limits.userDataBytes)
    throw invalidParameterValue(`User data is limited to ${limits.userDataBytes} bytes`);
  return encoded;
}

function checkMetadataOptions(options: RunInstancesCommandInput["MetadataOptions"]): void {
  if (options?.HttpEndpoint === "disabled") throw notSupported("MetadataOptions.HttpEndpoint disabled");
  if (options?.HttpProtocolIpv6 === "enabled") throw notSupported("MetadataOptions.HttpProtocolIpv6");
  if (options?.InstanceMetadataTags === "enabled") throw notSupported("MetadataOptions.InstanceMetadataTags");
}

/** As many of the instances as there is room for. Throws if that is less than is wanted. */
export function placeInstances(launch: Launch, present: readonly Instance[], context: Ec2Context): Instance[] {
  const { subnet, least, most, type } = launch;
  const live = present.filter(({ state }) => state !== "terminated");
  const used = live
    .filter(({ state }) => state === "pending" || state === "running")
    .reduce((sum, instance) => sum + (instanceTypes.get(instance.type)?.vcpus ?? 0), 0);
  const affordable = Math.floor((limits.runningVcpus - used) / type.vcpus);
  if (affordable < least) throw tooManyVcpus(limits.runningVcpus);
  const taken = new Set(live.filter(({ subnetId }) => subnetId === subnet.id).map((each) => each.privateAddress));
  const addresses = findAddresses(launch, taken, Math.min(most, affordable));
  if (addresses.length < least) throw noAddressesLeft(subnet.id);
  const { random } = context.host;
  const reservationId = makeId("r", random);
  return addresses.map((privateAddress, launchIndex) => ({
    ...launch.instance,
    id: makeId("i", random),
    reservationId,
    launchIndex,
    privateAddress,
    networkInterfaceId: makeId("eni", random),
    attachmentId: makeId("eni-attach", random),
  }));
}

function findAddresses({ subnet, privateAddress }: Launch, taken: ReadonlySet<string>, count: number): string[] {
  const found: string[] = [];
  // AWS keeps the first four and the last.
  const offsets = Array.from({ length: subnetAddresses - 5 }, (_, index) => index + 4);
  if (privateAddress !== undefined) {
    if (count > 1)
      throw invalidParameterCombination("The parameter privateIpAddress cannot be used with a count of more than one.");
    if (!offsets.some((offset) => addressAt(subnet, offset) === privateAddress))
      throw invalidParameterValue(`Address ${privateAddress} does not fall within the subnet's address range`);
    if (taken.has(privateAddress)) throw addressInUse(privateAddress);
    return [privateAddress];
  }
  for (const offset of offsets) {
    if (found.length === count) break;
    const address = addressAt(subnet, offset);
    if (!taken.has(address)) found.push(address);
  }
  return found;
}
