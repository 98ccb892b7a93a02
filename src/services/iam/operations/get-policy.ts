import { viewAccount } from "../account.ts";
import { countPolicyUses, findPolicy, toDescribedPolicy } from "../managed-policy.ts";
import type { IamOperation } from "../service-context.ts";

export const getPolicy: IamOperation<"GetPolicy"> = async ({ PolicyArn }, context) =>
  viewAccount(context, async (tx) => {
    const policy = await findPolicy(tx, PolicyArn);
    const uses = await countPolicyUses(tx);
    return { Policy: toDescribedPolicy(policy, uses(policy.arn)) };
  });
