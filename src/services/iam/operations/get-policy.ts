import { viewAccount } from "../accounts/account.ts";
import { countPolicyUses, findPolicy, toDescribedPolicy } from "../managed-policies/managed-policy.ts";
import type { IamOperation } from "../operation.ts";

export const getPolicy: IamOperation<"GetPolicy"> = async ({ PolicyArn }, context) =>
  viewAccount(context, async (tx) => {
    const policy = await findPolicy(tx, PolicyArn);
    const uses = await countPolicyUses(tx);
    return { Policy: toDescribedPolicy(policy, uses(policy.arn)) };
  });
