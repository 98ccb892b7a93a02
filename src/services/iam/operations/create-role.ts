import { changeAccount } from "../accounts/account.ts";
import { checkQuota } from "../entities/check-quota.ts";
import type { Role } from "../entities/entity.ts";
import { createEntityId } from "../entities/entity-id.ts";
import { entityStore } from "../entities/entity-store.ts";
import { iamArn } from "../entities/iam-arn.ts";
import { entityExists } from "../errors.ts";
import { limits } from "../limits.ts";
import type { IamOperation } from "../operation.ts";
import { checkBoundary } from "../policy-holders/check-boundary.ts";
import { checkTrustedPrincipals, checkTrustPolicy } from "../roles/check-trust-policy.ts";
import { toCreatedRole } from "../roles/to-role.ts";
import { addTags } from "../tags/tags.ts";

export const createRole: IamOperation<"CreateRole"> = async (input, context) => {
  const { host } = context;
  const { RoleName: name, Path: path = "/" } = input;
  checkTrustPolicy(input.AssumeRolePolicyDocument);
  const role: Role = {
    name,
    path,
    id: createEntityId("role", host.random),
    arn: iamArn(context, `role${path}${name}`),
    createdMs: host.clock.nowMs(),
    description: input.Description,
    maxSessionDurationSeconds: input.MaxSessionDuration ?? 3_600,
    trustPolicy: input.AssumeRolePolicyDocument,
    permissionsBoundary: input.PermissionsBoundary,
    inlinePolicies: {},
    attachedPolicies: [],
    tags: addTags({}, input.Tags),
  };
  await changeAccount(context, async (tx) => {
    if (await entityStore.find(tx, "role", name)) throw entityExists("role", name);
    await checkTrustedPrincipals(tx, context.account, role.trustPolicy);
    await checkBoundary(tx, role.permissionsBoundary);
    await checkQuota(tx, "role", "RolesPerAccount", limits.Roles);
    await entityStore.put(tx, "role", role);
  });
  return { Role: toCreatedRole(role) };
};
