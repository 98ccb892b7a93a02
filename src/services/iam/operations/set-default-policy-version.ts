import { changeAccount } from "../account.ts";
import { entityStore } from "../entity-store.ts";
import { findOwnPolicy, findPolicyOfVersion, findPolicyVersion } from "../managed-policy.ts";
import type { IamOperation } from "../service-context.ts";

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
