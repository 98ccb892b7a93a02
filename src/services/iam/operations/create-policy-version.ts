import { changeAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import { tooManyPolicyVersions } from "../errors.ts";
import { limits } from "../limits.ts";
import { checkManagedPolicy, findOwnPolicy, toPolicyVersion } from "../managed-policies/managed-policy.ts";
import type { IamOperation } from "../operation.ts";

export const createPolicyVersion: IamOperation<"CreatePolicyVersion"> = async (input, context) => {
  checkManagedPolicy(input.PolicyDocument);
  const nowMs = context.host.clock.nowMs();
  return changeAccount(context, async (tx) => {
    const policy = await findOwnPolicy(tx, "CreatePolicyVersion", input.PolicyArn);
    if (policy.versions.length >= limits.VersionsPerPolicy) throw tooManyPolicyVersions(limits.VersionsPerPolicy);
    const version = { id: `v${policy.nextVersion}`, document: input.PolicyDocument, createdMs: nowMs };
    const defaultVersionId = input.SetAsDefault ? version.id : policy.defaultVersionId;
    await entityStore.put(tx, "policy", {
      ...policy,
      updatedMs: nowMs,
      defaultVersionId,
      nextVersion: policy.nextVersion + 1,
      versions: [...policy.versions, version],
    });
    const { Document: _, ...PolicyVersion } = toPolicyVersion(version, defaultVersionId);
    return { PolicyVersion };
  });
};
