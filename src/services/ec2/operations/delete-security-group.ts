import { regionKey } from "../../block-storage/region-key.ts";
import { cannotDeleteGroup, dependencyViolation, dryRun } from "../errors.ts";
import { listInterfaces } from "../interfaces/network-interface.ts";
import type { Ec2Operation } from "../operation.ts";
import { findGroup } from "../security-groups/find-group.ts";
import { groupRules } from "../security-groups/rule.ts";
import { defaultGroupName, securityGroups } from "../security-groups/security-group.ts";

/** One that nothing is in and that no other group's rules name. */
export const deleteSecurityGroup: Ec2Operation<"DeleteSecurityGroup"> = async (input, context) => {
  const GroupId = await context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const group = await findGroup(tx, input, context);
    const { id } = group;
    if (group.name === defaultGroupName) throw cannotDeleteGroup(id, group.name);
    const isUsed =
      (await listInterfaces(tx, context)).some(({ groupIds }) => groupIds.includes(id)) ||
      (await groupRules.list(tx, context)).some(
        ({ groupId, peer }) => groupId !== id && "groupId" in peer && peer.groupId === id,
      );
    if (isUsed) throw dependencyViolation(`resource ${id} has a dependent object`);
    if (input.DryRun) throw dryRun();
    for (const rule of await groupRules.listOf(tx, context, id)) await groupRules.remove(tx, context, rule.id);
    await securityGroups.remove(tx, context, id);
    return id;
  });
  return { Return: true, GroupId };
};
