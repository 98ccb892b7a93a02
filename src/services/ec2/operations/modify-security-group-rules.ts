import type { SecurityGroupRuleRequest } from "@aws-sdk/client-ec2";
import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, invalidParameterValue, missingParameter, permissionExists, ruleNotFound } from "../errors.ts";
import type { Ec2Operation } from "../operation.ts";
import { checkBlock, checkBlock6, checkDescription, readRange } from "../security-groups/read-permissions.ts";
import { groupRules, type Peer, peerText, type Rule, ruleKey } from "../security-groups/rule.ts";
import { securityGroups } from "../security-groups/security-group.ts";

/** Rules become others under the ids that they have: what is not said of a rule it does not have any more. */
export const modifySecurityGroupRules: Ec2Operation<"ModifySecurityGroupRules"> = async (input, context) => {
  const { GroupId: groupId, SecurityGroupRules: updates = [], DryRun } = input;
  if (groupId === undefined) throw missingParameter("GroupId");
  if (updates.length === 0) throw missingParameter("SecurityGroupRule");
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const group = await securityGroups.require(tx, context, groupId);
    const own = new Map((await groupRules.listOf(tx, context, groupId)).map((rule) => [rule.id, rule]));
    for (const { SecurityGroupRuleId: id = "", SecurityGroupRule: request = {} } of updates) {
      const rule = own.get(id);
      if (!rule) throw ruleNotFound(id);
      const peer = toPeer(request, context.account);
      if ("groupId" in peer && (await securityGroups.require(tx, context, peer.groupId)).vpcId !== group.vpcId)
        throw invalidParameterValue(`You have specified two resources that belong to different networks.`);
      own.set(id, { ...rule, ...readRange(request), peer, description: describe(request) });
    }
    const keys = new Set<string>();
    for (const rule of own.values()) {
      if (keys.has(ruleKey(rule))) throw permissionExists(`peer: ${peerText(rule.peer)}`);
      keys.add(ruleKey(rule));
    }
    if (DryRun) throw dryRun();
    for (const { SecurityGroupRuleId: id = "" } of updates) await groupRules.put(tx, context, own.get(id) as Rule);
  });
  return { Return: true };
};

function toPeer(request: SecurityGroupRuleRequest, account: string): Peer {
  const { CidrIpv4, CidrIpv6, ReferencedGroupId, PrefixListId } = request;
  const peers: Peer[] = [];
  if (CidrIpv4 !== undefined) peers.push({ cidr: checkBlock(CidrIpv4) });
  if (CidrIpv6 !== undefined) peers.push({ cidr6: checkBlock6(CidrIpv6) });
  if (ReferencedGroupId !== undefined) peers.push({ groupId: ReferencedGroupId, account });
  const [peer] = peers;
  if (!peer || peers.length > 1 || PrefixListId !== undefined)
    throw invalidParameterValue(
      "Exactly one of CidrIpv4, CidrIpv6, or ReferencedGroupId must be specified for a security group rule.",
    );
  return peer;
}

function describe({ Description }: SecurityGroupRuleRequest): string | undefined {
  checkDescription(Description);
  return Description || undefined;
}
