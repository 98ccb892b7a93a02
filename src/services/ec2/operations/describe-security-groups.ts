import { regionKey } from "../../block-storage/region-key.ts";
import { groupNotFound, vpcNotSpecified } from "../errors.ts";
import { findDefaultVpc } from "../network/vpc.ts";
import type { Ec2Operation } from "../operation.ts";
import { describeKind } from "../resources/describe-kind.ts";
import type { FilterTable } from "../resources/filters.ts";
import { type Peer, peerText, type Rule } from "../security-groups/rule.ts";
import { type DescribedGroup, securityGroups, toSecurityGroup, withRules } from "../security-groups/security-group.ts";

/** By ids, or by names in the default VPC, or all. */
export const describeSecurityGroups: Ec2Operation<"DescribeSecurityGroups"> = async (input, context) => {
  const { GroupNames: names = [], GroupIds = [] } = input;
  const named = await context.host.storage.partition(regionKey(context)).read(async (tx) => {
    if (names.length === 0) return [];
    const vpc = await findDefaultVpc(tx, context);
    if (!vpc) throw vpcNotSpecified();
    const groups = await securityGroups.listOf(tx, context, vpc.id);
    return names.map((name) => {
      const group = groups.find((each) => each.name === name);
      if (!group) throw groupNotFound(name);
      return group.id;
    });
  });
  const { items, NextToken } = await describeKind(
    securityGroups,
    input,
    {
      ids: [...GroupIds, ...named],
      idsName: "securityGroupSet",
      filters,
      extend: (tx, described) => withRules(tx, described, context),
    },
    context,
  );
  return { SecurityGroups: items.map((each) => toSecurityGroup(each, context)), NextToken };
};

/** Source: "DescribeSecurityGroups", "Filters". */
const filters: FilterTable<DescribedGroup> = {
  description: ({ resource }) => [resource.description],
  ...ruleFilters("egress.ip-permission", true),
  ...ruleFilters("ip-permission", false),
  "group-id": ({ resource }) => [resource.id],
  "group-name": ({ resource }) => [resource.name],
  "owner-id": ({ account }) => [account],
  "vpc-id": ({ resource }) => [resource.vpcId],
};

function ruleFilters(prefix: string, isEgress: boolean): FilterTable<DescribedGroup> {
  const of = (value: (rule: Rule) => string | undefined) => (group: DescribedGroup) =>
    group.rules.filter((rule) => rule.isEgress === isEgress).map(value);
  const peer = (member: string) => of((rule) => (member in rule.peer ? textOf(rule.peer) : undefined));
  return {
    [`${prefix}.cidr`]: peer("cidr"),
    [`${prefix}.from-port`]: of(({ fromPort, protocol }) => (protocol === "-1" ? undefined : String(fromPort))),
    [`${prefix}.group-id`]: peer("groupId"),
    [`${prefix}.group-name`]: (group) =>
      group.rules.some(
        (rule) => rule.isEgress === isEgress && "groupId" in rule.peer && rule.peer.groupId === group.resource.id,
      )
        ? [group.resource.name]
        : [],
    [`${prefix}.ipv6-cidr`]: peer("cidr6"),
    [`${prefix}.prefix-list-id`]: peer("prefixListId"),
    [`${prefix}.protocol`]: of(({ protocol }) => protocol),
    [`${prefix}.to-port`]: of(({ toPort, protocol }) => (protocol === "-1" ? undefined : String(toPort))),
    [`${prefix}.user-id`]: of((rule) => ("groupId" in rule.peer ? rule.peer.account : undefined)),
  };
}

function textOf(peer: Peer): string {
  return peerText(peer);
}
