import type {
  IpPermission,
  RevokeSecurityGroupIngressCommandInput,
  RevokeSecurityGroupIngressResult,
} from "@aws-sdk/client-ec2";
import type { ReadTransaction } from "../../../storage/database.ts";
import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, permissionNotFound, ruleNotFound } from "../errors.ts";
import { vpcs } from "../network/vpc.ts";
import type { Ec2Context } from "../operation.ts";
import { findGroup } from "./find-group.ts";
import { givenPermissions, readPermissions } from "./read-permissions.ts";
import { groupRules, peerText, type Rule, ruleKey } from "./rule.ts";
import type { SecurityGroup } from "./security-group.ts";
import { toPermissions } from "./to-permissions.ts";

/**
 * Takes rules of one direction from a group. What is no rule of a default VPC's group is told and no error; in another VPC nothing is revoked then.
 * Source: "RevokeSecurityGroupIngress".
 */
export async function revoke(
  input: RevokeSecurityGroupIngressCommandInput,
  isEgress: boolean,
  context: Ec2Context,
): Promise<RevokeSecurityGroupIngressResult> {
  const ids = input.SecurityGroupRuleIds ?? [];
  const permissions = ids.length > 0 ? [] : givenPermissions(input.IpPermissions, input);
  return context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const group = await findGroup(tx, input, context);
    const own = (await groupRules.listOf(tx, context, group.id)).filter((rule) => rule.isEgress === isEgress);
    const { found, unknown } =
      ids.length > 0
        ? { found: byIds(own, ids), unknown: [] }
        : await byPermissions(tx, permissions, { own, group, isEgress }, context);
    if (unknown.length > 0 && !(await vpcs.find(tx, context, group.vpcId))?.isDefault) throw permissionNotFound();
    if (input.DryRun) throw dryRun();
    for (const { id } of found) await groupRules.remove(tx, context, id);
    return {
      Return: true,
      RevokedSecurityGroupRules: found.map((rule) => ({
        SecurityGroupRuleId: rule.id,
        GroupId: rule.groupId,
        IsEgress: rule.isEgress,
        IpProtocol: rule.protocol,
        FromPort: rule.fromPort,
        ToPort: rule.toPort,
        CidrIpv4: "cidr" in rule.peer ? rule.peer.cidr : undefined,
        CidrIpv6: "cidr6" in rule.peer ? rule.peer.cidr6 : undefined,
        ReferencedGroupId: "groupId" in rule.peer ? peerText(rule.peer) : undefined,
        Description: rule.description,
      })),
      UnknownIpPermissions: unknown.length > 0 ? unknown : undefined,
    };
  });
}

function byIds(own: readonly Rule[], ids: readonly string[]): Rule[] {
  return [...new Set(ids)].map((id) => {
    const rule = own.find((each) => each.id === id);
    if (!rule) throw ruleNotFound(id);
    return rule;
  });
}

async function byPermissions(
  tx: ReadTransaction,
  permissions: readonly IpPermission[],
  {
    own,
    group,
    isEgress,
  }: { readonly own: readonly Rule[]; readonly group: SecurityGroup; readonly isEgress: boolean },
  context: Ec2Context,
): Promise<{ readonly found: readonly Rule[]; readonly unknown: IpPermission[] }> {
  const given = await readPermissions(tx, permissions, { group, isEgress }, context);
  const byKey = new Map(own.map((rule) => [ruleKey(rule), rule]));
  const missing = given.filter((rule) => !byKey.has(ruleKey(rule)));
  return {
    found: given.flatMap((rule) => byKey.get(ruleKey(rule)) ?? []),
    unknown: toPermissions(missing.map((rule) => ({ ...rule, id: "" }))),
  };
}
