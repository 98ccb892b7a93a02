import type { ReadTransaction } from "../../../storage/database.ts";
import { toTagList } from "../../tags.ts";
import type { Group, InstanceProfile, ManagedPolicy, PolicyHolder, Role, User } from "../entities/entity.ts";
import { entityStore } from "../entities/entity-store.ts";
import { toGroup } from "../groups/to-group.ts";
import { toInstanceProfile } from "../instance-profiles/instance-profile.ts";
import { countPolicyUses, toPolicy, toPolicyVersion } from "../managed-policies/managed-policy.ts";
import { encodePolicy, toAttachedBoundary, toDate } from "../policy-holders/to-policy-holder.ts";

/** One entity of an account with all that it may, for one of the answer's four lists. */
export async function createDetailers(tx: ReadTransaction) {
  const roles = await entityStore.list(tx, "role");
  const profiles = await entityStore.list(tx, "instanceProfile");
  const uses = await countPolicyUses(tx);
  return {
    role: (role: Role) => toRoleDetail(role, profiles, roles),
    user: toUserDetail,
    group: toGroupDetail,
    policy: (policy: ManagedPolicy) => ({
      ...toPolicy(policy, uses(policy.arn)),
      Description: policy.description,
      PolicyVersionList: policy.versions.map((version) => toPolicyVersion(version, policy.defaultVersionId)).reverse(),
    }),
  };
}

function toRoleDetail(role: Role, profiles: readonly InstanceProfile[], roles: readonly Role[]) {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: toDate(role.createdMs),
    AssumeRolePolicyDocument: encodePolicy(role.trustPolicy),
    InstanceProfileList: profiles
      .filter(({ roleName }) => roleName === role.name)
      .map((profile) => toInstanceProfile(profile, roles)),
    RolePolicyList: toInlineList(role),
    AttachedManagedPolicies: toAttachedList(role),
    PermissionsBoundary: toAttachedBoundary(role.permissionsBoundary),
    Tags: toTagList(role.tags),
    RoleLastUsed: {},
  };
}

function toUserDetail(user: User) {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: toDate(user.createdMs),
    UserPolicyList: toInlineList(user),
    GroupList: [...user.groups],
    AttachedManagedPolicies: toAttachedList(user),
    PermissionsBoundary: toAttachedBoundary(user.permissionsBoundary),
    Tags: toTagList(user.tags),
  };
}

function toGroupDetail(group: Group) {
  return {
    ...toGroup(group),
    GroupPolicyList: toInlineList(group),
    AttachedManagedPolicies: toAttachedList(group),
  };
}

/** AWS leaves a list of inline policies out where there are none. */
function toInlineList(holder: PolicyHolder) {
  const policies = Object.entries(holder.inlinePolicies);
  if (policies.length === 0) return undefined;
  return policies.map(([PolicyName, document]) => ({ PolicyName, PolicyDocument: encodePolicy(document) }));
}

function toAttachedList(holder: PolicyHolder) {
  return holder.attachedPolicies.map((arn) => ({ PolicyName: arn.slice(arn.lastIndexOf("/") + 1), PolicyArn: arn }));
}
