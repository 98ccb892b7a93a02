import type { Reservation, Instance as WireInstance } from "@aws-sdk/client-ec2";
import type { Volume } from "../../block-storage/volumes/volume.ts";
import type { Place } from "../../service.ts";
import { type Tags, toTagList } from "../../tags.ts";
import { privateName, publicName } from "../network/default-network.ts";
import { isRootDevice } from "../volumes/root-device.ts";
import { toBlockDeviceMappings } from "./block-devices.ts";
import { type Instance, type StateName, stateCodes } from "./instance.ts";

export function toState(state: StateName): { Code: number; Name: StateName } {
  return { Code: stateCodes[state], Name: state };
}

/** Instances of one call are one reservation. */
export function toReservations(
  instances: readonly { readonly instance: Instance; readonly tags: Tags; readonly volumes: readonly Volume[] }[],
  { account, region }: Place,
): Reservation[] {
  const byReservation = Map.groupBy(instances, ({ instance }) => instance.reservationId);
  return [...byReservation].map(([ReservationId, own]) => ({
    ReservationId,
    OwnerId: account,
    Groups: [],
    Instances: own.map(({ instance, tags, volumes }) => ({
      ...toInstance(instance, tags, { account, region }),
      BlockDeviceMappings: toBlockDeviceMappings(instance.id, volumes),
      RootDeviceName: rootDeviceOf(instance.id, volumes),
    })),
  }));
}

function rootDeviceOf(instanceId: string, volumes: readonly Volume[]): string | undefined {
  const devices = volumes.flatMap(({ attachments }) => attachments.filter((each) => each.instanceId === instanceId));
  return devices.find(({ device }) => isRootDevice(device))?.device;
}

function toInstance(instance: Instance, tags: Tags, { account, region }: Place): WireInstance {
  const isGone = instance.state === "terminated";
  const groups = instance.groupIds.map((GroupId) => ({ GroupId, GroupName: "default" }));
  const name = privateName(instance.privateAddress, region);
  return {
    InstanceId: instance.id,
    ImageId: instance.imageId,
    State: toState(instance.state),
    PrivateDnsName: isGone ? "" : name,
    PublicDnsName: instance.publicAddress === undefined ? "" : publicName(instance.publicAddress, region),
    StateTransitionReason: instance.reason?.transition ?? "",
    StateReason: instance.reason && { Code: instance.reason.code, Message: instance.reason.message },
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
      PublicIpAddress: instance.publicAddress,
    }),
    Architecture: instance.architecture,
    ClientToken: instance.clientToken ?? "",
    EbsOptimized: false,
    EnaSupport: true,
    Hypervisor: "xen",
    NetworkInterfaces: isGone ? [] : [toNetworkInterface(instance, { account, region }, groups, name)],
    RootDeviceType: "ebs",
    SecurityGroups: isGone ? [] : groups,
    SourceDestCheck: instance.sourceDestCheck,
    Tags: toTagList(tags),
    VirtualizationType: "hvm",
    MetadataOptions: {
      State: instance.state === "pending" ? "pending" : "applied",
      HttpTokens: instance.tokensRequired ? "required" : "optional",
      HttpPutResponseHopLimit: instance.tokensRequired ? 2 : 1,
      HttpEndpoint: "enabled",
      HttpProtocolIpv6: "disabled",
      InstanceMetadataTags: "disabled",
    },
    EnclaveOptions: { Enabled: false },
    HibernationOptions: { Configured: false },
    PlatformDetails: "Linux/UNIX",
    UsageOperation: "RunInstances",
    UsageOperationUpdateTime: new Date(instance.launchedMs),
  };
}

function toNetworkInterface(
  instance: Instance,
  { account }: Place,
  groups: { GroupId: string; GroupName: string }[],
  name: string,
): NonNullable<WireInstance["NetworkInterfaces"]>[number] {
  return {
    NetworkInterfaceId: instance.networkInterfaceId,
    OwnerId: account,
    SubnetId: instance.subnetId,
    VpcId: instance.vpcId,
    Status: "in-use",
    Description: "",
    InterfaceType: "interface",
    Ipv6Addresses: [],
    MacAddress: macOf(instance.privateAddress),
    PrivateDnsName: name,
    PrivateIpAddress: instance.privateAddress,
    PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: instance.privateAddress, PrivateDnsName: name }],
    SourceDestCheck: instance.sourceDestCheck,
    Groups: groups,
    Attachment: {
      AttachmentId: instance.attachmentId,
      AttachTime: new Date(instance.launchedMs),
      DeleteOnTermination: true,
      DeviceIndex: 0,
      Status: "attached",
      NetworkCardIndex: 0,
    },
  };
}

/** Local ones begin with 02; what follows is the address. */
function macOf(address: string): string {
  const bytes = address.split(".").map((part) => Number(part).toString(16).padStart(2, "0"));
  return `02:00:${bytes.join(":")}`;
}
