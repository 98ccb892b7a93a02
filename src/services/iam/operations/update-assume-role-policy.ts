import { changeHolder } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";
import { checkTrustedPrincipals, checkTrustPolicy } from "../trust-policy.ts";

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
