import type { Reservation, Instance as WireInstance } from "@aws-sdk/client-ec2";
import type { ReadTransaction } from "../../../storage/database.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import type { Volume } from "../../block-storage/volumes/volume.ts";
import { volumeStore } from "../../block-storage/volumes/volume-store.ts";
import type { Place } from "../../service.ts";
import { type Tags, toTagList } from "../../tags.ts";
import {
  type InterfaceNames,
  interfaces,
  macOf,
  type NetworkInterface,
  ofInstance,
  readInterfaceNames,
  toAssociation,
  toGroups,
  toPrivateAddresses,
} from "../interfaces/network-interface.ts";
import { privateName, publicName } from "../network/default-network.ts";
import { toBlockDeviceMappings, volumesByInstance } from "./block-devices.ts";
import { type Instance, type StateName, stateCodes } from "./instance.ts";
import { toMetadataOptions } from "./metadata-options.ts";

export function toState(state: StateName): { Code: number; Name: StateName } {
  return { Code: stateCodes[state], Name: state };
}

/** An instance with what other rows say of it. */
export interface InstanceFacts {
  readonly instance: Instance;
  readonly tags: Tags;
  /** Of its interfaces, by their ids: read where somebody asks for them. */
  readonly interfaceTags: ReadonlyMap<string, Tags>;
  readonly account: string;
  /** Beyond its first. */
  readonly further: readonly NetworkInterface[];
  readonly names: InterfaceNames;
  readonly volumes: readonly Volume[];
}

/** So many instances' tags and volumes are asked for one by one; those of more are read with all others'. */
const mostAlone = 50;

const noTags: ReadonlyMap<string, Tags> = new Map();

export async function withFacts(
  tx: ReadTransaction,
  instances: readonly Instance[],
  place: Place,
  interfaceTags: ReadonlyMap<string, Tags> = noTags,
): Promise<InstanceFacts[]> {
  const isFew = instances.length <= mostAlone;
  const tags = new Map<string, Tags>(isFew ? [] : await tagStore.ofKind(tx, "i-"));
  const volumes = new Map<string, readonly Volume[]>(isFew ? [] : await volumesByInstance(tx));
  for (const { id } of isFew ? instances : []) {
    tags.set(id, await tagStore.find(tx, id));
    volumes.set(id, await volumeStore.ofInstance(tx, id));
  }
  const attached = Map.groupBy(await interfaces.list(tx, place), ({ attachment }) => attachment?.instanceId);
  const names = await readInterfaceNames(tx, place);
  return instances.map((instance) => ({
    instance,
    account: place.account,
    tags: tags.get(instance.id) ?? {},
    interfaceTags,
    further: attached.get(instance.id) ?? [],
    names,
    volumes: volumes.get(instance.id) ?? [],
  }));
}

/** Instances of one call are one reservation. */
export function toReservations(instances: readonly InstanceFacts[], { region }: Place): Reservation[] {
  const byReservation = Map.groupBy(instances, ({ instance }) => instance.reservationId);
  return [...byReservation].map(([ReservationId, own]) => ({
    ReservationId,
    OwnerId: own[0]?.account,
    Groups: [],
    Instances: own
      .toSorted((left, right) => left.instance.launchIndex - right.instance.launchIndex)
      .map((facts) => toInstance(facts, region)),
  }));
}

/** The address by which it is reached: an Elastic IP address of its first interface, or what it was given. */
export function publicAddressOf({ instance, names }: InstanceFacts): string | undefined {
  const own = ofInstance(instance);
  return toAssociation(own, own.privateAddress, names, "", instance.publicAddress)?.PublicIp;
}

export function privateNameOf({ id, privateAddress, hostnameType }: Instance, region: string): string {
  if (hostnameType !== "resource-name") return privateName(privateAddress, region);
  return region === "us-east-1" ? `${id}.ec2.internal` : `${id}.${region}.compute.internal`;
}

function toInstance(facts: InstanceFacts, region: string): WireInstance {
  const { instance, tags, names, volumes } = facts;
  const isGone = instance.state === "terminated";
  const publicAddress = isGone ? undefined : publicAddressOf(facts);
  return {
    InstanceId: instance.id,
    ImageId: instance.imageId,
    State: toState(instance.state),
    PrivateDnsName: isGone ? "" : privateNameOf(instance, region),
    PublicDnsName: publicAddress === undefined ? "" : publicName(publicAddress, region),
    StateTransitionReason: instance.reason?.transition ?? "",
    StateReason: instance.reason && { Code: instance.reason.code, Message: instance.reason.message },
    KeyName: instance.keyName,
    AmiLaunchIndex: instance.launchIndex,
    ProductCodes: [],
    InstanceType: instance.type as WireInstance["InstanceType"],
    LaunchTime: new Date(instance.launchedMs),
    Placement: { AvailabilityZone: instance.zone, GroupName: "", Tenancy: "default" },
    Monitoring: { State: instance.isMonitored ? "enabled" : "disabled" },
    ...(!isGone && {
      SubnetId: instance.subnetId,
      VpcId: instance.vpcId,
      PrivateIpAddress: instance.privateAddress,
      PublicIpAddress: publicAddress,
    }),
    Architecture: instance.architecture,
    BlockDeviceMappings: toBlockDeviceMappings(instance.id, volumes),
    ClientToken: instance.clientToken ?? "",
    EbsOptimized: instance.isEbsOptimized ?? false,
    EnaSupport: true,
    Hypervisor: "xen",
    IamInstanceProfile: instance.profile && { Arn: instance.profile.arn, Id: instance.profile.id },
    NetworkInterfaces: isGone ? [] : toInterfaces(facts, region),
    RootDeviceName: instance.rootDeviceName,
    RootDeviceType: "ebs",
    SecurityGroups: isGone ? [] : toGroups(instance.groupIds, names),
    SourceDestCheck: instance.sourceDestCheck,
    Tags: toTagList(tags),
    VirtualizationType: "hvm",
    CapacityReservationSpecification: { CapacityReservationPreference: "open" },
    MetadataOptions: toMetadataOptions(instance, instance.state === "pending" ? "pending" : "applied"),
    EnclaveOptions: { Enabled: false },
    HibernationOptions: { Configured: false },
    MaintenanceOptions: { AutoRecovery: instance.isRecoveryOff ? "disabled" : "default" },
    PrivateDnsNameOptions: isGone
      ? undefined
      : {
          HostnameType: instance.hostnameType ?? "ip-name",
          EnableResourceNameDnsARecord: instance.hasNameRecord ?? false,
          EnableResourceNameDnsAAAARecord: false,
        },
    PlatformDetails: "Linux/UNIX",
    UsageOperation: "RunInstances",
    UsageOperationUpdateTime: new Date(instance.madeMs ?? instance.launchedMs),
    CurrentInstanceBootMode: "legacy-bios",
  };
}

function toInterfaces(
  { instance, further, names, account }: InstanceFacts,
  region: string,
): NonNullable<WireInstance["NetworkInterfaces"]> {
  return [ofInstance(instance), ...further]
    .sort((left, right) => (left.attachment?.deviceIndex ?? 0) - (right.attachment?.deviceIndex ?? 0))
    .map((own, index) => {
      const publicAddress = index === 0 ? instance.publicAddress : undefined;
      return {
        NetworkInterfaceId: own.id,
        OwnerId: account,
        SubnetId: own.subnetId,
        VpcId: own.vpcId,
        Status: "in-use",
        Description: own.description,
        InterfaceType: "interface",
        Ipv6Addresses: [],
        MacAddress: macOf(own.id),
        PrivateDnsName: privateName(own.privateAddress, region),
        PrivateIpAddress: own.privateAddress,
        PrivateIpAddresses: toPrivateAddresses(own, names, region, publicAddress),
        Association: toAssociation(own, own.privateAddress, names, region, publicAddress),
        SourceDestCheck: own.sourceDestCheck,
        Groups: toGroups(own.groupIds, names),
        Attachment: own.attachment && {
          AttachmentId: own.attachment.id,
          AttachTime: new Date(own.attachment.attachedMs),
          DeleteOnTermination: own.attachment.deleteOnTermination,
          DeviceIndex: own.attachment.deviceIndex,
          Status: "attached",
          NetworkCardIndex: 0,
        },
      };
    });
}
