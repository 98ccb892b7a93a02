import { changeAccount } from "../account.ts";
import type { Role } from "../entity.ts";
import { createEntityId } from "../entity-id.ts";
import { entityStore } from "../entity-store.ts";
import { entityExists } from "../errors.ts";
import { iamArn } from "../iam-arn.ts";
import { limits } from "../limits.ts";
import { checkBoundary } from "../permissions-boundary.ts";
import { checkQuota } from "../quota.ts";
import { toCreatedRole } from "../role-output.ts";
import type { IamOperation } from "../service-context.ts";
import { addTags } from "../tags.ts";
import { checkTrustedPrincipals, checkTrustPolicy } from "../trust-policy.ts";

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
