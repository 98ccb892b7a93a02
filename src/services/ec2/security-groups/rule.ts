import type { SecurityGroupRule as WireRule } from "@aws-sdk/client-ec2";
import { partitionOf } from "../../../platform/arn.ts";
import type { Place } from "../../service.ts";
import { toTagList } from "../../tags.ts";
import { ruleNotFound } from "../errors.ts";
import { defaultIds } from "../network/default-network.ts";
import type { Described } from "../resources/describe-kind.ts";
import { defineKind } from "../resources/kind.ts";
import { standingId } from "../resources/resource-id.ts";

/** One direction, one range of ports, and one peer: as DescribeSecurityGroupRules shows it. */
export interface Rule {
  readonly id: string;
  readonly groupId: string;
  readonly isEgress: boolean;
  /** `tcp`, `udp`, `icmp`, `icmpv6`, another one's number, or -1 for all. */
  readonly protocol: string;
  /** Ports, or type and code of ICMP; -1 for all of them. */
  readonly fromPort: number;
  readonly toPort: number;
  readonly peer: Peer;
  readonly description: string | undefined;
}

export type Peer =
  | { readonly cidr: string }
  | { readonly cidr6: string }
  | { readonly prefixListId: string }
  | { readonly groupId: string; readonly account: string };

export const groupRules = defineKind<Rule>({
  name: "security-group-rule",
  prefix: "sgr",
  code: "InvalidSecurityGroupRuleId",
  notFound: ruleNotFound,
  parentOf: ({ groupId }) => groupId,
  standing: (place) => {
    const { groupId } = defaultIds(place);
    const ids = { ingress: standingId("sgr", place, "ingress"), egress: standingId("sgr", place, "egress") };
    return defaultRules(groupId, place.account, ids);
  },
});

/** The members of a default group reach one another, and everything outside. */
export function defaultRules(groupId: string, account: string, ids: { ingress: string; egress: string }): Rule[] {
  return [
    { ...outward(groupId, ids.ingress), isEgress: false, peer: { groupId, account } },
    outward(groupId, ids.egress),
  ];
}

/** What each new group has: whoever is in it reaches everything. */
export function outward(groupId: string, id: string): Rule {
  return {
    id,
    groupId,
    isEgress: true,
    protocol: "-1",
    fromPort: -1,
    toPort: -1,
    peer: { cidr: "0.0.0.0/0" },
    description: undefined,
  };
}

/** The same for two rules that say the same, whatever they say it for. */
export function ruleKey({ isEgress, protocol, fromPort, toPort, peer }: Omit<Rule, "id" | "description">): string {
  return JSON.stringify([isEgress, protocol, fromPort, toPort, peerText(peer)]);
}

export function peerText(peer: Peer): string {
  if ("cidr" in peer) return peer.cidr;
  if ("cidr6" in peer) return peer.cidr6;
  return "prefixListId" in peer ? peer.prefixListId : peer.groupId;
}

export function toRule({ resource: rule, tags, account }: Described<Rule>, { region }: Place): WireRule {
  const { peer } = rule;
  return {
    SecurityGroupRuleId: rule.id,
    GroupId: rule.groupId,
    GroupOwnerId: account,
    IsEgress: rule.isEgress,
    IpProtocol: rule.protocol,
    FromPort: rule.fromPort,
    ToPort: rule.toPort,
    CidrIpv4: "cidr" in peer ? peer.cidr : undefined,
    CidrIpv6: "cidr6" in peer ? peer.cidr6 : undefined,
    PrefixListId: "prefixListId" in peer ? peer.prefixListId : undefined,
    ReferencedGroupInfo: "groupId" in peer ? { GroupId: peer.groupId, UserId: peer.account } : undefined,
    Description: rule.description,
    SecurityGroupRuleArn: `arn:${partitionOf(region)}:ec2:${region}:${account}:security-group-rule/${rule.id}`,
    Tags: toTagList(tags),
  };
}
