import type { Ec2Operation } from "../operation.ts";
import { updateDescriptions } from "../security-groups/update-descriptions.ts";

export const updateSecurityGroupRuleDescriptionsEgress: Ec2Operation<
  "UpdateSecurityGroupRuleDescriptionsEgress"
> = async (input, context) => {
  await updateDescriptions(input, true, context);
  return { Return: true };
};
