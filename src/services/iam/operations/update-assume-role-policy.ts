import type { IamOperation } from "../operation.ts";
import { changeHolder } from "../policy-holders/policy-holder.ts";
import { checkTrustedPrincipals, checkTrustPolicy } from "../roles/check-trust-policy.ts";

/** Replaces the role's trust policy. */
export const updateAssumeRolePolicy: IamOperation<"UpdateAssumeRolePolicy"> = async (
  { RoleName, PolicyDocument },
  context,
) => {
  checkTrustPolicy(PolicyDocument);
  await changeHolder(context, "role", RoleName, async (_role, tx) => {
    await checkTrustedPrincipals(tx, context.account, PolicyDocument);
    return { trustPolicy: PolicyDocument };
  });
  return {};
};
