import { createHash } from "node:crypto";
import type { RunInstancesCommandInput } from "@aws-sdk/client-ec2";
import { fail } from "../../../platform/aws-error.ts";
import type { ReadTransaction } from "../../../storage/database.ts";
import type { Tags } from "../../tags.ts";
import {
  imageUnavailable,
  invalidInstanceType,
  invalidParameterValue,
  keyPairNotFound,
  missingParameter,
  tooManyVcpus,
} from "../errors.ts";
import type { BlockDevice } from "../images/block-device.ts";
import { findImage } from "../images/find-image.ts";
import { devicesOf, stateOf } from "../images/image.ts";
import type { Lent } from "../images/lent.ts";
import { defaultInstanceType, type InstanceType, instanceTypes } from "../instance-types/instance-types.ts";
import { findKeyPair } from "../key-pairs/key-pair.ts";
import type { AppliedLaunch } from "../launch-templates/apply-template.ts";
import { limits } from "../limits.ts";
import type { Ec2Context } from "../operation.ts";
import { refuseOthers } from "../resources/refuse-others.ts";
import { readTagSpecifications } from "../tags/check-tags.ts";
import { readBlockDevices } from "./block-devices.ts";
import { checkCredits } from "./cpu-credits.ts";
import type { Instance } from "./instance.ts";
import type { InstanceProfile } from "./instance-profile.ts";
import { type LaunchNetwork, readNetwork } from "./launch-network.ts";
import { readMetadataOptions } from "./metadata-options.ts";
import { readUserData } from "./user-data.ts";

/** What a RunInstances asks for, checked: as far as it can be without the instances there are. */
export interface Launch {
  readonly least: number;
  readonly most: number;
  readonly tags: Tags;
  readonly interfaceTags: Tags;
  readonly type: InstanceType;
  readonly network: LaunchNetwork;
  readonly devices: readonly BlockDevice[];
  readonly volumeTags: Tags;
  /** Of each of them. */
  readonly instance: Omit<
    Instance,
    "id" | "launchIndex" | "privateAddress" | "networkInterfaceId" | "attachmentId" | "reservationId" | "profile"
  >;
  readonly profile: InstanceProfile | undefined;
}

interface LaunchFacts {
  readonly lent: Lent;
  readonly applied: AppliedLaunch;
  readonly profile: InstanceProfile | undefined;
  /** The hash of what the token was given with. */
  readonly tokenInput: string | undefined;
}

/** Throws for what EC2 refuses, in its order: members, image, type, key, network. */
export async function readLaunch(
  tx: ReadTransaction,
  { applied, lent, profile, tokenInput }: LaunchFacts,
  context: Ec2Context,
): Promise<Launch> {
  const { MinCount: least = 0, MaxCount: most = 0, ClientToken: clientToken, ImageId, ...more } = applied.input;
  const { InstanceType: name = defaultInstanceType, KeyName: keyName, UserData, TagSpecifications, ...rest } = more;
  checkCounts(least, most);
  if (clientToken !== undefined && clientToken.length > limits.clientTokenLength)
    throw invalidParameterValue(`The client token is longer than ${limits.clientTokenLength} characters.`);
  const { Monitoring, DisableApiTermination, DisableApiStop, InstanceInitiatedShutdownBehavior, ...others } = rest;
  const { MetadataOptions, CreditSpecification, EbsOptimized, MaintenanceOptions, ...beyond } = others;
  const { PrivateDnsNameOptions, IamInstanceProfile: _, SubnetId, SecurityGroupIds, SecurityGroups, ...last } = beyond;
  const { NetworkInterfaces, PrivateIpAddress, Placement, BlockDeviceMappings, ...odd } = last;
  const { EnclaveOptions, HibernationOptions, ...unknown } = odd;
  refuseOthers({
    ...unknown,
    EnclaveOptions: EnclaveOptions?.Enabled && EnclaveOptions,
    HibernationOptions: HibernationOptions?.Configured && HibernationOptions,
    "PrivateDnsNameOptions.EnableResourceNameDnsAAAARecord": PrivateDnsNameOptions?.EnableResourceNameDnsAAAARecord,
  });
  if (ImageId === undefined) throw missingParameter("ImageId");
  const image = lent.image ?? (await findImage(tx, context, ImageId));
  if (!lent.image && (await stateOf(tx, image)) !== "available") throw imageUnavailable(ImageId);
  const type = instanceTypes.get(name) ?? fail(invalidInstanceType(name));
  if (!type.architectures.includes(image.architecture))
    throw invalidParameterValue(
      `The architecture '${type.architectures[0]}' of the specified instance type does not match the architecture '${image.architecture}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again. You can use 'describe-instance-types' or 'describe-images' to discover the architecture of the instance type or AMI.`,
    );
  if (keyName !== undefined && !(await findKeyPair(tx, context, keyName))) throw keyPairNotFound(keyName);
  const asked = { SubnetId, SecurityGroupIds, SecurityGroups, NetworkInterfaces, PrivateIpAddress, Placement };
  const network = await readNetwork(tx, { ...asked, count: most, type }, context);
  const tagged = readTagSpecifications(TagSpecifications, ["instance", "volume", "network-interface"]);
  const nowMs = context.host.clock.nowMs();
  const { subnet } = network;
  const instance = {
    state: "pending",
    launchedMs: nowMs,
    madeMs: nowMs,
    changedMs: nowMs,
    imageId: image.id,
    rootDeviceName: image.rootDevice,
    architecture: image.architecture,
    type: type.name,
    zone: subnet.zone,
    subnetId: subnet.id,
    vpcId: subnet.vpcId,
    groupIds: network.groupIds,
    publicAddress: undefined,
    hasPublicAddress: network.hasPublicAddress,
    userData: readUserData(UserData),
    isMonitored: Monitoring?.Enabled ?? false,
    isTerminationProtected: DisableApiTermination ?? false,
    isStopProtected: DisableApiStop ?? false,
    shutdownBehavior: InstanceInitiatedShutdownBehavior ?? "stop",
    sourceDestCheck: network.sourceDestCheck,
    ...readMetadataOptions(MetadataOptions, { tokensRequired: true }),
    keyName,
    cpuCredits: checkCredits(CreditSpecification?.CpuCredits, type),
    isRecoveryOff: MaintenanceOptions?.AutoRecovery === "disabled",
    isEbsOptimized: EbsOptimized ?? false,
    hostnameType: PrivateDnsNameOptions?.HostnameType ?? subnet.hostnameType,
    hasNameRecord: PrivateDnsNameOptions?.EnableResourceNameDnsARecord ?? subnet.hasNameRecord,
    interfaceDescription: network.description,
    deletesInterface: network.deletesInterface,
    attachedMs: nowMs,
    clientToken,
    tokenInput,
    reason: undefined,
  } as const satisfies Launch["instance"];
  return {
    least,
    most,
    tags: { ...tagged.get("instance"), ...applied.tags },
    interfaceTags: tagged.get("network-interface") ?? {},
    type,
    network,
    devices: readBlockDevices(devicesOf(image), BlockDeviceMappings),
    volumeTags: tagged.get("volume") ?? {},
    instance,
    profile,
  };
}

function checkCounts(least: number, most: number): void {
  if (least < 1)
    throw invalidParameterValue(`Value (${least}) for parameter minCount is invalid. It must be at least 1.`);
  if (most < least)
    throw invalidParameterValue(
      `Value (${least}) for parameter minCount is invalid. Must be less than or equal to maxCount.`,
    );
  if (most > limits.instancesPerCall) throw tooManyVcpus(limits.runningVcpus);
}

/** Each of a thousand instances has it, and an input may have 16 KB of user data. */
export function hashOf(input: RunInstancesCommandInput): string {
  return createHash("sha256").update(JSON.stringify(input)).digest("base64");
}
