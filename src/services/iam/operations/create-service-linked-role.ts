import { partitionOf } from "../../../platform/arn.ts";
import { changeAccount } from "../accounts/account.ts";
import { checkQuota } from "../entities/check-quota.ts";
import type { Role } from "../entities/entity.ts";
import { createEntityId } from "../entities/entity-id.ts";
import { entityStore } from "../entities/entity-store.ts";
import { iamArn } from "../entities/iam-arn.ts";
import { invalidInput, roleNameIsTaken } from "../errors.ts";
import { limits } from "../limits.ts";
import type { IamOperation } from "../operation.ts";
import { findServiceLinkedRole } from "../roles/find-service-linked-role.ts";
import { toCreatedRole } from "../roles/to-role.ts";

/** A role that one service alone may assume, with the name the service gives it. */
export const createServiceLinkedRole: IamOperation<"CreateServiceLinkedRole"> = async (input, context) => {
  const { AWSServiceName: service, CustomSuffix: suffix, Description } = input;
  const known = findServiceLinkedRole(service);
  if (known === undefined) throw invalidInput(`Squall does not know of a service-linked role for ${service}.`);
  if (suffix !== undefined && !known.suffix) throw invalidInput(`Custom suffix is not allowed for ${service}`);
  const name = suffix === undefined ? known.name : `${known.name}_${suffix}`;
  const path = `/aws-service-role/${service}/`;
  const role: Role = {
    name,
    path,
    id: createEntityId("role", context.host.random),
    arn: iamArn(context, `role${path}${name}`),
    createdMs: context.host.clock.nowMs(),
    description: Description,
    maxSessionDurationSeconds: 3_600,
    trustPolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
    }),
    permissionsBoundary: undefined,
    inlinePolicies: {},
    attachedPolicies: known.policies.map(
      (policy) => `arn:${partitionOf(context.region)}:iam::aws:policy/aws-service-role/${policy}`,
    ),
    tags: {},
  };
  await changeAccount(context, async (tx) => {
    if (await entityStore.find(tx, "role", name)) throw roleNameIsTaken(name);
    await checkQuota(tx, "role", "RolesPerAccount", limits.Roles);
    await entityStore.put(tx, "role", role);
  });
  return { Role: toCreatedRole(role) };
};
