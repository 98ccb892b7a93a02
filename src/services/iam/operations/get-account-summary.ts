import { viewAccount } from "../account.ts";
import { entityStore } from "../entity-store.ts";
import { limits } from "../limits.ts";
import type { IamOperation } from "../service-context.ts";

/** How many entities there are, and how many there may be. */
export const getAccountSummary: IamOperation<"GetAccountSummary"> = async (_input, context) =>
  viewAccount(context, async (tx) => ({
    SummaryMap: {
      Roles: await entityStore.count(tx, "role"),
      RolesQuota: limits.Roles,
      Users: await entityStore.count(tx, "user"),
      UsersQuota: limits.Users,
      Groups: await entityStore.count(tx, "group"),
      GroupsQuota: limits.Groups,
      Policies: await entityStore.count(tx, "policy"),
      PoliciesQuota: limits.Policies,
      InstanceProfiles: await entityStore.count(tx, "instanceProfile"),
      InstanceProfilesQuota: limits.InstanceProfiles,
      AccessKeysPerUserQuota: limits.AccessKeysPerUser,
      AssumeRolePolicySizeQuota: limits.ACLSizePerRole,
      AttachedPoliciesPerGroupQuota: limits.AttachedPoliciesPerGroup,
      AttachedPoliciesPerRoleQuota: limits.AttachedPoliciesPerRole,
      AttachedPoliciesPerUserQuota: limits.AttachedPoliciesPerUser,
      GroupPolicySizeQuota: limits.GroupPolicySize,
      GroupsPerUserQuota: limits.GroupsPerUser,
      PolicySizeQuota: limits.PolicySize,
      UserPolicySizeQuota: limits.UserPolicySize,
      VersionsPerPolicyQuota: limits.VersionsPerPolicy,
    },
  }));
