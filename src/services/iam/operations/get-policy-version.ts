import { viewAccount } from "../account.ts";
import { findPolicy, findPolicyVersion, toPolicyVersion } from "../managed-policy.ts";
import type { IamOperation } from "../service-context.ts";

export const getPolicyVersion: IamOperation<"GetPolicyVersion"> = async ({ PolicyArn, VersionId }, context) =>
  viewAccount(context, async (tx) => {
    const policy = await findPolicy(tx, PolicyArn);
    return { PolicyVersion: toPolicyVersion(findPolicyVersion(policy, VersionId), policy.defaultVersionId) };
  });
