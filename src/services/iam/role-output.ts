import type { Role } from "./entity.ts";
import { encodePolicy, toAttachedBoundary, toDate } from "./policy-holder-output.ts";
import { toTagListIfAny } from "./tags.ts";

/** A role as GetRole tells it. */
export function toRole(role: Role) {
  return {
    ...toListedRole(role),
    PermissionsBoundary: toAttachedBoundary(role.permissionsBoundary),
    Tags: toTagListIfAny(role.tags),
    RoleLastUsed: {},
  };
}

/** A role as lists tell it: without tags and boundary. */
export function toListedRole(role: Role) {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: toDate(role.createdMs),
    AssumeRolePolicyDocument: encodePolicy(role.trustPolicy),
    Description: role.description,
    MaxSessionDuration: role.maxSessionDurationSeconds,
  };
}
