import type { Role } from "../entities/entity.ts";
import { encodePolicy, toAttachedBoundary, toDate } from "../policy-holders/to-policy-holder.ts";
import { toTagListIfAny } from "../tags/tags.ts";

/** A role as GetRole tells it. */
export function toRole(role: Role, lastUse?: { readonly usedMs: number; readonly region: string }) {
  return {
    ...toListedRole(role),
    PermissionsBoundary: toAttachedBoundary(role.permissionsBoundary),
    Tags: toTagListIfAny(role.tags),
    RoleLastUsed: lastUse ? { LastUsedDate: toDate(lastUse.usedMs), Region: lastUse.region } : {},
  };
}

/** A role as lists tell it: without tags and boundary. */
export function toListedRole(role: Role) {
  return { ...toNestedRole(role), MaxSessionDuration: role.maxSessionDurationSeconds };
}

/** A role as it is told when it is made: without its last use, and without how long its sessions may be. */
export function toCreatedRole(role: Role) {
  return {
    ...toNestedRole(role),
    PermissionsBoundary: toAttachedBoundary(role.permissionsBoundary),
    Tags: toTagListIfAny(role.tags),
  };
}

/** A role inside another answer: an instance profile's. */
export function toNestedRole(role: Role) {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: toDate(role.createdMs),
    AssumeRolePolicyDocument: encodePolicy(role.trustPolicy),
    Description: role.description,
  };
}
