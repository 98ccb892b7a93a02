import { viewAccount } from "../accounts/account.ts";
import { findPolicyOfVersion, findPolicyVersion, toPolicyVersion } from "../managed-policies/managed-policy.ts";
import type { IamOperation } from "../operation.ts";

export const getPolicyVersion: IamOperation<"GetPolicyVersion"> = async ({ PolicyArn, VersionId }, context) =>
  viewAccount(context, async (tx) => {
    const policy = await findPolicyOfVersion(tx, PolicyArn, VersionId);
    return { PolicyVersion: toPolicyVersion(findPolicyVersion(policy, VersionId), policy.defaultVersionId) };
  });
