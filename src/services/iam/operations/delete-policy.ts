import { changeAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import { policyHasVersions, policyIsAttached } from "../errors.ts";
import { countPolicyUses, findOwnPolicy } from "../managed-policies/managed-policy.ts";
import type { IamOperation } from "../operation.ts";

/** Refused while the policy is attached or has versions beside the default one. */
export const deletePolicy: IamOperation<"DeletePolicy"> = async ({ PolicyArn }, context) => {
  await changeAccount(context, async (tx) => {
    const policy = await findOwnPolicy(tx, "DeletePolicy", PolicyArn);
    const { attachments, boundaries } = (await countPolicyUses(tx))(policy.arn);
    if (attachments + boundaries > 0) throw policyIsAttached();
    if (policy.versions.length > 1) throw policyHasVersions();
    await entityStore.remove(tx, "policy", policy.name);
  });
  return {};
};
