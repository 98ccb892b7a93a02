import { createHash } from "node:crypto";
import type { NetworkInterface as WireInterface } from "@aws-sdk/client-ec2";
import type { ReadTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import { toTagList } from "../../tags.ts";
import { type Address, addresses, associationOf } from "../addresses/address.ts";
import { interfaceNotFound } from "../errors.ts";
import type { Instance } from "../instances/instance.ts";
import { instanceStore } from "../instances/instance-store.ts";
import { privateName, publicName } from "../network/default-network.ts";
import type { Described } from "../resources/describe-kind.ts";
import { defineKind } from "../resources/kind.ts";
import { groupNames } from "../security-groups/security-group.ts";

/**
 * One that was made by itself, or was kept when its instance ended. The first interface of an instance has no row of its own: it is a part of the instance
 * (`ofInstance`), so that both can never say different things.
 */
export interface NetworkInterface {
  readonly id: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly zone: string;
  readonly description: string;
  readonly privateAddress: string;
  readonly secondaryAddresses: readonly string[];
  readonly groupIds: readonly string[];
  readonly sourceDestCheck: boolean;
  readonly attachment: InterfaceAttachment | undefined;
}

export interface InterfaceAttachment {
  readonly id: string;
  readonly instanceId: string;
  readonly deviceIndex: number;
  readonly attachedMs: number;
  readonly deleteOnTermination: boolean;
}

export const interfaces = defineKind<NetworkInterface>({
  name: "network-interface",
  prefix: "eni",
  code: "InvalidNetworkInterfaceId",
  notFound: interfaceNotFound,
  parentOf: ({ attachment }) => attachment?.instanceId ?? "",
});

/** The first interface of an instance. */
export function ofInstance(instance: Instance): NetworkInterface {
  return {
    id: instance.networkInterfaceId,
    subnetId: instance.subnetId,
    vpcId: instance.vpcId,
    zone: instance.zone,
    description: instance.interfaceDescription ?? "",
    privateAddress: instance.privateAddress,
    secondaryAddresses: instance.secondaryAddresses ?? [],
    groupIds: instance.groupIds,
    sourceDestCheck: instance.sourceDestCheck,
    attachment: {
      id: instance.attachmentId,
      instanceId: instance.id,
      deviceIndex: 0,
      attachedMs: instance.attachedMs ?? instance.launchedMs,
      deleteOnTermination: instance.deletesInterface ?? true,
    },
  };
}

export async function listInterfaces(tx: ReadTransaction, place: Place): Promise<NetworkInterface[]> {
  const own = (await instanceStore.list(tx)).filter(({ state }) => state !== "terminated").map(ofInstance);
  return [...own, ...(await interfaces.list(tx, place))].sort((left, right) => (left.id < right.id ? -1 : 1));
}

/** One that was made, or an instance's first. Throws if neither is there. */
export async function requireInterface(
  tx: ReadTransaction,
  place: Place,
  id: string,
): Promise<{ readonly resource: NetworkInterface; readonly instance: Instance | undefined }> {
  const instance = await instanceStore.findByInterface(tx, id);
  if (instance && instance.state !== "terminated") return { resource: ofInstance(instance), instance };
  return { resource: await interfaces.require(tx, place, id), instance: undefined };
}

/** What the shape of an interface needs to know of other resources. */
export interface InterfaceNames {
  readonly groupNames: ReadonlyMap<string, string>;
  readonly addresses: readonly Address[];
}

export async function readInterfaceNames(tx: ReadTransaction, place: Place): Promise<InterfaceNames> {
  return { groupNames: await groupNames(tx, place), addresses: await addresses.list(tx, place) };
}

/** Local ones begin with 02; the rest follows from the id. */
export function macOf(id: string): string {
  const bytes = [...createHash("sha256").update(id).digest().subarray(0, 5)];
  return ["02", ...bytes.map((byte) => byte.toString(16).padStart(2, "0"))].join(":");
}

export function toGroups(ids: readonly string[], { groupNames: names }: InterfaceNames) {
  return ids.map((GroupId) => ({ GroupId, GroupName: names.get(GroupId) ?? "default" }));
}

export function toPrivateAddresses(
  own: NetworkInterface,
  names: InterfaceNames,
  region: string,
  publicAddress?: string,
) {
  return [own.privateAddress, ...own.secondaryAddresses].map((PrivateIpAddress, index) => ({
    Primary: index === 0,
    PrivateIpAddress,
    PrivateDnsName: privateName(PrivateIpAddress, region),
    Association: toAssociation(own, PrivateIpAddress, names, region, index === 0 ? publicAddress : undefined),
  }));
}

/** The public address of a private one: an Elastic IP address, or what the instance was given. */
export function toAssociation(
  own: NetworkInterface,
  privateAddress: string,
  names: InterfaceNames,
  region: string,
  publicAddress: string | undefined,
) {
  const elastic = associationOf(names.addresses, own.id, privateAddress);
  const address = elastic?.publicAddress ?? publicAddress;
  if (address === undefined) return undefined;
  return {
    PublicIp: address,
    PublicDnsName: publicName(address, region),
    IpOwnerId: elastic ? elastic.account : "amazon",
    ...(elastic && { AllocationId: elastic.id, AssociationId: elastic.association?.id }),
  };
}

export interface DescribedInterface extends Described<NetworkInterface> {
  readonly names: InterfaceNames;
  /** What its instance was given. */
  readonly publicAddress: string | undefined;
}

export function toInterface(described: DescribedInterface, region: string): WireInterface {
  const { resource: own, tags, account, names, publicAddress } = described;
  const { attachment } = own;
  return {
    NetworkInterfaceId: own.id,
    InterfaceType: "interface",
    SubnetId: own.subnetId,
    VpcId: own.vpcId,
    AvailabilityZone: own.zone,
    Description: own.description,
    OwnerId: account,
    RequesterManaged: false,
    SourceDestCheck: own.sourceDestCheck,
    Status: attachment ? "in-use" : "available",
    MacAddress: macOf(own.id),
    PrivateDnsName: privateName(own.privateAddress, region),
    PrivateIpAddress: own.privateAddress,
    PrivateIpAddresses: toPrivateAddresses(own, names, region, publicAddress),
    Association: toAssociation(own, own.privateAddress, names, region, publicAddress),
    Ipv6Addresses: [],
    Groups: toGroups(own.groupIds, names),
    TagSet: toTagList(tags),
    Attachment: attachment && {
      AttachmentId: attachment.id,
      InstanceId: attachment.instanceId,
      InstanceOwnerId: account,
      DeviceIndex: attachment.deviceIndex,
      NetworkCardIndex: 0,
      AttachTime: new Date(attachment.attachedMs),
      DeleteOnTermination: attachment.deleteOnTermination,
      Status: "attached",
    },
  };
}
