import { changeAccount } from "../accounts/account.ts";
import { checkQuota } from "../entities/check-quota.ts";
import type { ManagedPolicy } from "../entities/entity.ts";
import { createEntityId } from "../entities/entity-id.ts";
import { entityStore } from "../entities/entity-store.ts";
import { iamArn } from "../entities/iam-arn.ts";
import { policyExists } from "../errors.ts";
import { limits } from "../limits.ts";
import { checkManagedPolicy, toPolicy } from "../managed-policies/managed-policy.ts";
import type { IamOperation } from "../operation.ts";
import { addTags, toTagListIfAny } from "../tags/tags.ts";

export const createPolicy: IamOperation<"CreatePolicy"> = async (input, context) => {
  const { host } = context;
  const { PolicyName: name, Path: path = "/" } = input;
  checkManagedPolicy(input.PolicyDocument);
  const nowMs = host.clock.nowMs();
  const policy: ManagedPolicy = {
    name,
    path,
    id: createEntityId("policy", host.random),
    arn: iamArn(context, `policy${path}${name}`),
    createdMs: nowMs,
    updatedMs: nowMs,
    description: input.Description,
    tags: addTags({}, input.Tags),
    defaultVersionId: "v1",
    nextVersion: 2,
    versions: [{ id: "v1", document: input.PolicyDocument, createdMs: nowMs }],
  };
  await changeAccount(context, async (tx) => {
    if (await entityStore.find(tx, "policy", name)) throw policyExists(name);
    await checkQuota(tx, "policy", "PoliciesPerAccount", limits.Policies);
    await entityStore.put(tx, "policy", policy);
  });
  return { Policy: { ...toPolicy(policy, noUses), Tags: toTagListIfAny(policy.tags) } };
};

const noUses = { attachments: 0, boundaries: 0 };
