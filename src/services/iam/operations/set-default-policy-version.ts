import { changeAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import { findOwnPolicy, findPolicyOfVersion, findPolicyVersion } from "../managed-policies/managed-policy.ts";
import type { IamOperation } from "../operation.ts";

export const setDefaultPolicyVersion: IamOperation<"SetDefaultPolicyVersion"> = async (
  { PolicyArn, VersionId },
  context,
) => {
  const updatedMs = context.host.clock.nowMs();
  await changeAccount(context, async (tx) => {
    await findPolicyOfVersion(tx, PolicyArn, VersionId);
    const policy = await findOwnPolicy(tx, "SetDefaultPolicyVersion", PolicyArn);
    const { id: defaultVersionId } = findPolicyVersion(policy, VersionId);
    await entityStore.put(tx, "policy", { ...policy, defaultVersionId, updatedMs });
  });
  return {};
};
