import { changeAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import { defaultVersionStays } from "../errors.ts";
import { findOwnPolicy, findPolicyVersion } from "../managed-policies/managed-policy.ts";
import type { IamOperation } from "../operation.ts";

export const deletePolicyVersion: IamOperation<"DeletePolicyVersion"> = async ({ PolicyArn, VersionId }, context) => {
  await changeAccount(context, async (tx) => {
    const policy = await findOwnPolicy(tx, "DeletePolicyVersion", PolicyArn);
    const version = findPolicyVersion(policy, VersionId);
    if (version.id === policy.defaultVersionId) throw defaultVersionStays();
    const versions = policy.versions.filter(({ id }) => id !== version.id);
    await entityStore.put(tx, "policy", { ...policy, versions, updatedMs: context.host.clock.nowMs() });
  });
  return {};
};
