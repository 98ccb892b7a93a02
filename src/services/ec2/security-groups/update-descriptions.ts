import type { IpPermission, SecurityGroupRuleDescription } from "@aws-sdk/client-ec2";
import { regionKey } from "../../block-storage/region-key.ts";
import { dryRun, missingParameter, permissionNotFound, ruleNotFound } from "../errors.ts";
import type { Ec2Context } from "../operation.ts";
import { findGroup } from "./find-group.ts";
import { checkDescription, readPermissions } from "./read-permissions.ts";
import { groupRules, type Rule, ruleKey } from "./rule.ts";

interface DescriptionInput {
  readonly GroupId?: string | undefined;
  readonly GroupName?: string | undefined;
  readonly IpPermissions?: IpPermission[] | undefined;
  readonly SecurityGroupRuleDescriptions?: SecurityGroupRuleDescription[] | undefined;
  readonly DryRun?: boolean | undefined;
}

/** Gives rules of one direction other descriptions, or takes them away. */
export async function updateDescriptions(
  input: DescriptionInput,
  isEgress: boolean,
  context: Ec2Context,
): Promise<void> {
  const { IpPermissions: permissions = [], SecurityGroupRuleDescriptions: given = [], DryRun } = input;
  if (permissions.length === 0 && given.length === 0)
    throw missingParameter("ipPermissions or securityGroupRuleDescriptions");
  await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const group = await findGroup(tx, input, context);
    const own = (await groupRules.listOf(tx, context, group.id)).filter((rule) => rule.isEgress === isEgress);
    const changed: Rule[] = given.map(({ SecurityGroupRuleId: id = "", Description: description }) => {
      checkDescription(description);
      const rule = own.find((each) => each.id === id);
      if (!rule) throw ruleNotFound(id);
      return { ...rule, description: description || undefined };
    });
    const byKey = new Map(own.map((rule) => [ruleKey(rule), rule]));
    if (permissions.length > 0)
      for (const asked of await readPermissions(tx, permissions, { group, isEgress }, context)) {
        const rule = byKey.get(ruleKey(asked));
        if (!rule) throw permissionNotFound();
        changed.push({ ...rule, description: asked.description });
      }
    if (DryRun) throw dryRun();
    for (const rule of changed) await groupRules.put(tx, context, rule);
  });
}
