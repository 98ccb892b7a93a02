import { assignable, type DescribedSubnet, subnetArn, subnets, takenAddresses, toSubnet } from "../network/subnet.ts";
import type { Ec2Context, Ec2Operation } from "../operation.ts";
import { describeKind } from "../resources/describe-kind.ts";
import type { FilterTable } from "../resources/filters.ts";

export const describeSubnets: Ec2Operation<"DescribeSubnets"> = async (input, context) => {
  const { items, NextToken } = await describeKind(
    subnets,
    input,
    {
      ids: input.SubnetIds,
      idsName: "subnetSet",
      filters: filters(context),
      extend: async (tx, described): Promise<DescribedSubnet[]> => {
        const taken = await takenAddresses(tx, context);
        return described.map((each) => ({
          ...each,
          free: assignable(each.resource) - (taken.get(each.resource.id)?.size ?? 0),
        }));
      },
    },
    context,
  );
  return { Subnets: items.map((each) => toSubnet(each, context)), NextToken };
};

/** Source: "DescribeSubnets", "Filters". */
function filters(context: Ec2Context): FilterTable<DescribedSubnet> {
  return {
    "availability-zone": ({ resource }) => [resource.zone],
    availabilityZone: ({ resource }) => [resource.zone],
    "availability-zone-id": ({ resource }) => [resource.zoneId],
    availabilityZoneId: ({ resource }) => [resource.zoneId],
    "available-ip-address-count": ({ free }) => [String(free)],
    cidr: ({ resource }) => [resource.cidr],
    cidrBlock: ({ resource }) => [resource.cidr],
    "cidr-block": ({ resource }) => [resource.cidr],
    "customer-owned-ipv4-pool": () => [],
    "default-for-az": ({ resource }) => [String(resource.isDefault)],
    defaultForAz: ({ resource }) => [String(resource.isDefault)],
    "enable-dns64": () => ["false"],
    "enable-lni-at-device-index": () => [],
    "ipv6-cidr-block-association.association-id": () => [],
    "ipv6-cidr-block-association.ipv6-cidr-block": () => [],
    "ipv6-cidr-block-association.state": () => [],
    "ipv6-native": () => ["false"],
    "map-customer-owned-ip-on-launch": () => ["false"],
    "map-public-ip-on-launch": ({ resource }) => [String(resource.mapsPublicAddresses)],
    "outpost-arn": () => [],
    "owner-id": ({ account }) => [account],
    "private-dns-name-options-on-launch.hostname-type": ({ resource }) => [resource.hostnameType],
    "private-dns-name-options-on-launch.enable-resource-name-dns-a-record": ({ resource }) => [
      String(resource.hasNameRecord),
    ],
    "private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record": () => ["false"],
    state: () => ["available"],
    "subnet-arn": ({ resource }) => [subnetArn(context, resource.id)],
    "subnet-id": ({ resource }) => [resource.id],
    "vpc-id": ({ resource }) => [resource.vpcId],
  };
}
