import { cidrAssociationId, toVpc, type Vpc, vpcs } from "../network/vpc.ts";
import type { Ec2Operation } from "../operation.ts";
import { asDescribed, type Described, describeKind } from "../resources/describe-kind.ts";
import type { FilterTable } from "../resources/filters.ts";

export const describeVpcs: Ec2Operation<"DescribeVpcs"> = async (input, context) => {
  const description = { ids: input.VpcIds, idsName: "vpcSet", filters, extend: asDescribed };
  const { items, NextToken } = await describeKind(vpcs, input, description, context);
  return { Vpcs: items.map((each) => toVpc(each, "available")), NextToken };
};

/** Source: "DescribeVpcs", "Filters". */
const filters: FilterTable<Described<Vpc>> = {
  cidr: ({ resource }) => [resource.cidr],
  "cidr-block-association.association-id": ({ resource }) => [cidrAssociationId(resource)],
  "cidr-block-association.cidr-block": ({ resource }) => [resource.cidr],
  "cidr-block-association.state": () => ["associated"],
  "dhcp-options-id": ({ resource }) => [resource.dhcpOptionsId],
  "ipv6-cidr-block-association.association-id": () => [],
  "ipv6-cidr-block-association.ipv6-cidr-block": () => [],
  "ipv6-cidr-block-association.ipv6-pool": () => [],
  "ipv6-cidr-block-association.state": () => [],
  "is-default": ({ resource }) => [String(resource.isDefault)],
  isDefault: ({ resource }) => [String(resource.isDefault)],
  "owner-id": ({ account }) => [account],
  state: () => ["available"],
  "vpc-id": ({ resource }) => [resource.id],
};
