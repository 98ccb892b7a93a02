import type { NetworkAcl, NetworkAclEntry } from "@aws-sdk/client-ec2";
import { regionKey } from "../../block-storage/region-key.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import { toTagList } from "../../tags.ts";
import { aclNotFound, dryRun } from "../errors.ts";
import { subnets } from "../network/subnet.ts";
import { type Vpc, vpcs } from "../network/vpc.ts";
import type { Ec2Operation } from "../operation.ts";
import { compileFilters, type FilterTable } from "../resources/filters.ts";
import { checkPage, toPage } from "../resources/page.ts";
import { checkIds } from "../resources/resource-id.ts";

/** Each VPC has one, which lets everything through and is that of all of its subnets. */
export const describeNetworkAcls: Ec2Operation<"DescribeNetworkAcls"> = async (input, context) => {
  const { NetworkAclIds: ids = [], Filters, DryRun } = input;
  checkPage(input, ids, "networkAclIdSet");
  checkIds(ids, "acl", "InvalidNetworkAclId");
  const fits = compileFilters(Filters, filters, ({ Tags = [] }) =>
    Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value])),
  );
  const acls = await context.host.storage.partition(regionKey(context)).read(async (tx) => {
    const all: NetworkAcl[] = [];
    for (const vpc of await vpcs.list(tx, context)) {
      const associations = (await subnets.listOf(tx, context, vpc.id)).map(({ id }) => ({
        NetworkAclAssociationId: id.replace("subnet-", "aclassoc-"),
        NetworkAclId: vpc.aclId,
        SubnetId: id,
      }));
      const tags = toTagList(await tagStore.find(tx, vpc.aclId));
      all.push({ ...toAcl(vpc, context.account), Associations: associations, Tags: tags });
    }
    return all.sort((left, right) => (idOf(left) < idOf(right) ? -1 : 1));
  });
  const missing = ids.find((id) => !acls.some((acl) => acl.NetworkAclId === id));
  if (missing !== undefined) throw aclNotFound(missing);
  if (DryRun) throw dryRun();
  const shown = acls.filter((acl) => (ids.length === 0 || ids.includes(idOf(acl))) && fits(acl));
  const { items, NextToken } = toPage(shown, idOf, input);
  return { NetworkAcls: [...items], NextToken };
};

function idOf({ NetworkAclId = "" }: NetworkAcl): string {
  return NetworkAclId;
}

function toAcl({ id, aclId }: Vpc, account: string): NetworkAcl {
  return {
    NetworkAclId: aclId,
    VpcId: id,
    IsDefault: true,
    OwnerId: account,
    Entries: [true, false].flatMap((Egress): NetworkAclEntry[] => [
      { CidrBlock: "0.0.0.0/0", Egress, Protocol: "-1", RuleAction: "allow", RuleNumber: 100 },
      { CidrBlock: "0.0.0.0/0", Egress, Protocol: "-1", RuleAction: "deny", RuleNumber: 32_767 },
    ]),
  };
}

/** Source: "DescribeNetworkAcls", "Filters". */
const filters: FilterTable<NetworkAcl> = {
  "association.association-id": ({ Associations = [] }) => Associations.map((each) => each.NetworkAclAssociationId),
  "association.network-acl-id": ({ Associations = [] }) => Associations.map((each) => each.NetworkAclId),
  "association.subnet-id": ({ Associations = [] }) => Associations.map((each) => each.SubnetId),
  default: ({ IsDefault }) => [String(IsDefault)],
  "entry.cidr": ({ Entries = [] }) => Entries.map((each) => each.CidrBlock),
  "entry.egress": ({ Entries = [] }) => Entries.map((each) => String(each.Egress)),
  "entry.icmp.code": () => [],
  "entry.icmp.type": () => [],
  "entry.ipv6-cidr": () => [],
  "entry.port-range.from": () => [],
  "entry.port-range.to": () => [],
  "entry.protocol": ({ Entries = [] }) => Entries.map((each) => each.Protocol),
  "entry.rule-action": ({ Entries = [] }) => Entries.map((each) => each.RuleAction),
  "entry.rule-number": ({ Entries = [] }) => Entries.map((each) => String(each.RuleNumber)),
  "network-acl-id": ({ NetworkAclId }) => [NetworkAclId],
  "owner-id": ({ OwnerId }) => [OwnerId],
  "vpc-id": ({ VpcId }) => [VpcId],
};
