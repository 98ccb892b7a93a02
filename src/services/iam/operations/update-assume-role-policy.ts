import { changeHolder } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";
import { checkTrustPolicy } from "../trust-policy.ts";

/** Replaces the role's trust policy. */
export const updateAssumeRolePolicy: IamOperation<"UpdateAssumeRolePolicy"> = async (
  { RoleName, PolicyDocument },
  context,
) => {
  await changeHolder(context, "role", RoleName, () => {
    checkTrustPolicy(PolicyDocument);
    return { trustPolicy: PolicyDocument };
  });
  return {};
};
