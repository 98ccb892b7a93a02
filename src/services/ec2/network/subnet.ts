import type { Subnet as WireSubnet } from "@aws-sdk/client-ec2";
import { partitionOf } from "../../../platform/arn.ts";
import type { ReadTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import { toTagList } from "../../tags.ts";
import { subnetNotFound } from "../errors.ts";
import { instanceStore } from "../instances/instance-store.ts";
import { interfaces } from "../interfaces/network-interface.ts";
import type { Described } from "../resources/describe-kind.ts";
import { defineKind } from "../resources/kind.ts";
import { standingId } from "../resources/resource-id.ts";
import { addressesIn, type Cidr, fromCidr, toAddress } from "./cidr.ts";
import { defaultIds } from "./default-network.ts";
import { zonesOf } from "./zones.ts";

export interface Subnet {
  readonly id: string;
  readonly vpcId: string;
  readonly cidr: string;
  readonly zone: string;
  readonly zoneId: string;
  readonly isDefault: boolean;
  /** Whether instances have a public address if nobody says otherwise. */
  readonly mapsPublicAddresses: boolean;
  readonly hostnameType: "ip-name" | "resource-name";
  readonly hasNameRecord: boolean;
}

export const subnets = defineKind<Subnet>({
  name: "subnet",
  prefix: "subnet",
  code: "InvalidSubnetID",
  notFound: subnetNotFound,
  parentOf: ({ vpcId }) => vpcId,
  standing: (place) =>
    zonesOf(place.region).map(({ name, id }, index) => ({
      id: standingId("subnet", place, name),
      vpcId: defaultIds(place).vpcId,
      ...defaultSubnet(name, id, index),
    })),
});

/** Of the default VPC, in the zone of that index. */
export function defaultSubnet(zone: string, zoneId: string, index: number): Omit<Subnet, "id" | "vpcId"> {
  return {
    cidr: `172.31.${index * 16}.0/20`,
    zone,
    zoneId,
    isDefault: true,
    mapsPublicAddresses: true,
    hostnameType: "ip-name",
    hasNameRecord: false,
  };
}

export function networkOf({ cidr }: { readonly cidr: string }): Cidr {
  const network = fromCidr(cidr);
  if (!network) throw new Error(`a stored network is none: ${cidr}`);
  return network;
}

/** AWS keeps the first four addresses of a subnet and the last. Source: "Subnet CIDR blocks". */
const keptFirst = 4;
const keptLast = 1;

export function assignable(subnet: Subnet): number {
  return addressesIn(networkOf(subnet)) - keptFirst - keptLast;
}

/** The first free ones, in their order. */
export function freeAddresses(subnet: Subnet, taken: ReadonlySet<string>, count: number): string[] {
  const { first } = networkOf(subnet);
  const found: string[] = [];
  for (let offset = keptFirst; found.length < count && offset < keptFirst + assignable(subnet); offset += 1) {
    const address = toAddress(first + offset);
    if (!taken.has(address)) found.push(address);
  }
  return found;
}

export function isAssignable(subnet: Subnet, address: number): boolean {
  const offset = address - networkOf(subnet).first;
  return offset >= keptFirst && offset < keptFirst + assignable(subnet);
}

/** The addresses that instances and network interfaces have, by subnet. */
export async function takenAddresses(tx: ReadTransaction, place: Place): Promise<ReadonlyMap<string, Set<string>>> {
  const taken = new Map<string, Set<string>>();
  const take = (subnetId: string, addresses: readonly string[]) => {
    const own = taken.get(subnetId) ?? new Set();
    taken.set(subnetId, own);
    for (const address of addresses) own.add(address);
  };
  for (const instance of await instanceStore.list(tx)) {
    if (instance.state === "terminated") continue;
    take(instance.subnetId, [instance.privateAddress, ...(instance.secondaryAddresses ?? [])]);
  }
  for (const each of await interfaces.list(tx, place))
    take(each.subnetId, [each.privateAddress, ...each.secondaryAddresses]);
  return taken;
}

export function subnetArn({ account, region }: Place, id: string): string {
  return `arn:${partitionOf(region)}:ec2:${region}:${account}:subnet/${id}`;
}

export interface DescribedSubnet extends Described<Subnet> {
  /** Addresses that nobody has. */
  readonly free: number;
}

export function toSubnet({ resource: subnet, tags, account, free }: DescribedSubnet, { region }: Place): WireSubnet {
  return {
    SubnetId: subnet.id,
    SubnetArn: subnetArn({ account, region }, subnet.id),
    VpcId: subnet.vpcId,
    OwnerId: account,
    State: "available",
    CidrBlock: subnet.cidr,
    AvailabilityZone: subnet.zone,
    AvailabilityZoneId: subnet.zoneId,
    AvailableIpAddressCount: free,
    DefaultForAz: subnet.isDefault,
    MapPublicIpOnLaunch: subnet.mapsPublicAddresses,
    MapCustomerOwnedIpOnLaunch: false,
    AssignIpv6AddressOnCreation: false,
    EnableDns64: false,
    Ipv6CidrBlockAssociationSet: [],
    Ipv6Native: false,
    PrivateDnsNameOptionsOnLaunch: {
      HostnameType: subnet.hostnameType,
      EnableResourceNameDnsARecord: subnet.hasNameRecord,
      EnableResourceNameDnsAAAARecord: false,
    },
    Tags: toTagList(tags),
  };
}
