import type { Subnet as WireSubnet } from "@aws-sdk/client-ec2";
import { fail } from "../../../platform/aws-error.ts";
import { type Tags, toTagList } from "../../tags.ts";
import { dryRun, subnetNotFound } from "../errors.ts";
import { instanceStore } from "../instances/instance-store.ts";
import { defaultNetwork, type Subnet, subnetAddresses, subnetArn } from "../network/default-network.ts";
import type { Ec2Context, Ec2Operation } from "../operation.ts";
import { compileFilters, type FilterTable } from "../resources/filters.ts";
import { checkPage, toPage } from "../resources/page.ts";
import { regionKey } from "../resources/region-key.ts";
import { checkIds } from "../resources/resource-id.ts";
import { tagStore } from "../tags/tag-store.ts";

/** The subnets of the default VPC, one in each zone. */
export const describeSubnets: Ec2Operation<"DescribeSubnets"> = async (input, context) => {
  const { SubnetIds: ids = [], Filters, DryRun } = input;
  checkPage(input, ids, "subnetSet");
  checkIds(ids, "subnet", "InvalidSubnetID");
  const { subnets, vpcId } = defaultNetwork(context);
  const chosen = ids.map((id) => subnets.find((subnet) => subnet.id === id) ?? fail(subnetNotFound(id)));
  if (DryRun) throw dryRun();
  const { instances, tags } = await context.host.storage.partition(regionKey(context)).read(async (tx) => ({
    instances: await instanceStore.list(tx),
    tags: await tagStore.ofKind(tx, "subnet-"),
  }));
  const fits = compileFilters(Filters, filters(context, vpcId), ({ tags: own }) => own);
  const known = (ids.length > 0 ? chosen : subnets).map((subnet) => ({
    subnet,
    tags: tags.get(subnet.id) ?? {},
    free:
      subnetAddresses -
      5 -
      instances.filter((each) => each.subnetId === subnet.id && each.state !== "terminated").length,
  }));
  const shown = known.filter(fits).sort((left, right) => (left.subnet.id < right.subnet.id ? -1 : 1));
  const { items, NextToken } = toPage(shown, ({ subnet }) => subnet.id, input);
  return { Subnets: items.map((item) => toSubnet(item, context, vpcId)), NextToken };
};

interface KnownSubnet {
  readonly subnet: Subnet;
  readonly tags: Tags;
  /** Addresses that no instance has. */
  readonly free: number;
}

function toSubnet({ subnet, tags, free }: KnownSubnet, context: Ec2Context, vpcId: string): WireSubnet {
  return {
    SubnetId: subnet.id,
    SubnetArn: subnetArn(context, subnet.id),
    VpcId: vpcId,
    OwnerId: context.account,
    State: "available",
    CidrBlock: subnet.cidr,
    AvailabilityZone: subnet.zone,
    AvailabilityZoneId: subnet.zoneId,
    AvailableIpAddressCount: free,
    DefaultForAz: true,
    MapPublicIpOnLaunch: true,
    MapCustomerOwnedIpOnLaunch: false,
    AssignIpv6AddressOnCreation: false,
    EnableDns64: false,
    Ipv6CidrBlockAssociationSet: [],
    Ipv6Native: false,
    PrivateDnsNameOptionsOnLaunch: {
      HostnameType: "ip-name",
      EnableResourceNameDnsARecord: false,
      EnableResourceNameDnsAAAARecord: false,
    },
    Tags: toTagList(tags),
  };
}

function filters(context: Ec2Context, vpcId: string): FilterTable<KnownSubnet> {
  return {
    "availability-zone": ({ subnet }) => [subnet.zone],
    availabilityZone: ({ subnet }) => [subnet.zone],
    "availability-zone-id": ({ subnet }) => [subnet.zoneId],
    "available-ip-address-count": ({ free }) => [String(free)],
    cidr: ({ subnet }) => [subnet.cidr],
    "cidr-block": ({ subnet }) => [subnet.cidr],
    "default-for-az": () => ["true"],
    defaultForAz: () => ["true"],
    "map-public-ip-on-launch": () => ["true"],
    "owner-id": () => [context.account],
    state: () => ["available"],
    "subnet-arn": ({ subnet }) => [subnetArn(context, subnet.id)],
    "subnet-id": ({ subnet }) => [subnet.id],
    "vpc-id": () => [vpcId],
  };
}
