import type { Vpc } from "@aws-sdk/client-ec2";
import { type Tags, toTagList } from "../../tags.ts";
import { dryRun, vpcNotFound } from "../errors.ts";
import { type DefaultNetwork, defaultNetwork } from "../network/default-network.ts";
import type { Ec2Operation } from "../operation.ts";
import { compileFilters, type FilterTable } from "../resources/filters.ts";
import { checkPage } from "../resources/page.ts";
import { regionKey } from "../resources/region-key.ts";
import { checkIds } from "../resources/resource-id.ts";
import { tagStore } from "../tags/tag-store.ts";

/** The VPC that each account has from its beginning. */
export const describeVpcs: Ec2Operation<"DescribeVpcs"> = async (input, context) => {
  const { VpcIds: ids = [], Filters, DryRun } = input;
  checkPage(input, ids, "vpcSet");
  checkIds(ids, "vpc", "InvalidVpcID");
  const network = defaultNetwork(context);
  const missing = ids.find((id) => id !== network.vpcId);
  if (missing !== undefined) throw vpcNotFound(missing);
  if (DryRun) throw dryRun();
  const { account } = context;
  const tags = await context.host.storage.partition(regionKey(context)).read((tx) => tagStore.find(tx, network.vpcId));
  const fits = compileFilters(Filters, filters, ({ tags: own }) => own);
  const association = { AssociationId: network.vpcId.replace("vpc-", "vpc-cidr-assoc-"), CidrBlock: network.cidr };
  const shown: Vpc = {
    VpcId: network.vpcId,
    OwnerId: account,
    State: "available",
    CidrBlock: network.cidr,
    CidrBlockAssociationSet: [{ ...association, CidrBlockState: { State: "associated" } }],
    DhcpOptionsId: network.dhcpOptionsId,
    InstanceTenancy: "default",
    Ipv6CidrBlockAssociationSet: [],
    IsDefault: true,
    Tags: toTagList(tags),
  };
  return { Vpcs: fits({ network, tags, account }) ? [shown] : [] };
};

interface TaggedVpc {
  readonly network: DefaultNetwork;
  readonly tags: Tags;
  readonly account: string;
}

const filters: FilterTable<TaggedVpc> = {
  cidr: ({ network }) => [network.cidr],
  "cidr-block-association.cidr-block": ({ network }) => [network.cidr],
  "cidr-block-association.state": () => ["associated"],
  "dhcp-options-id": ({ network }) => [network.dhcpOptionsId],
  "is-default": () => ["true"],
  isDefault: () => ["true"],
  "owner-id": ({ account }) => [account],
  state: () => ["available"],
  "vpc-id": ({ network }) => [network.vpcId],
};
