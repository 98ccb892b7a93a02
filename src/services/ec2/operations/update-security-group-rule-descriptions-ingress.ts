import type { Ec2Operation } from "../operation.ts";
import { updateDescriptions } from "../security-groups/update-descriptions.ts";

export const updateSecurityGroupRuleDescriptionsIngress: Ec2Operation<
  "UpdateSecurityGroupRuleDescriptionsIngress"
> = async (input, context) => {
  await updateDescriptions(input, false, context);
  return { Return: true };
};
