import { viewAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import { limits } from "../limits.ts";
import type { IamOperation } from "../operation.ts";

/** How many entities there are, and how many there may be. Of root's own credentials IAM has none. */
export const getAccountSummary: IamOperation<"GetAccountSummary"> = async (_input, context) =>
  viewAccount(context, async (tx) => {
    const devices = await entityStore.list(tx, "mfaDevice");
    const policies = await entityStore.list(tx, "policy");
    const account = await entityStore.find(tx, "account", context.account);
    return {
      SummaryMap: {
        AccessKeysPerUserQuota: limits.AccessKeysPerUser,
        AccountAccessKeysPresent: 0,
        AccountMFAEnabled: 0,
        AccountPasswordPresent: 0,
        AccountSigningCertificatesPresent: 0,
        AssumeRolePolicySizeQuota: limits.ACLSizePerRole,
        AttachedPoliciesPerGroupQuota: limits.AttachedPoliciesPerGroup,
        AttachedPoliciesPerRoleQuota: limits.AttachedPoliciesPerRole,
        AttachedPoliciesPerUserQuota: limits.AttachedPoliciesPerUser,
        GlobalEndpointTokenVersion: account?.globalTokenVersion ?? 1,
        GroupPolicySizeQuota: limits.GroupPolicySize,
        Groups: await entityStore.count(tx, "group"),
        GroupsPerUserQuota: limits.GroupsPerUser,
        GroupsQuota: limits.Groups,
        InstanceProfiles: await entityStore.count(tx, "instanceProfile"),
        InstanceProfilesQuota: limits.InstanceProfiles,
        MFADevices: devices.length,
        MFADevicesInUse: devices.filter(({ owner }) => owner).length,
        Policies: policies.length,
        PoliciesQuota: limits.Policies,
        PolicySizeQuota: limits.PolicySize,
        PolicyVersionsInUse: policies.reduce((sum, { versions }) => sum + versions.length, 0),
        PolicyVersionsInUseQuota: limits.PolicyVersionsInUse,
        Providers: (await entityStore.count(tx, "oidcProvider")) + (await entityStore.count(tx, "samlProvider")),
        RolePolicySizeQuota: limits.RolePolicySize,
        Roles: await entityStore.count(tx, "role"),
        RolesQuota: limits.Roles,
        ServerCertificates: await entityStore.count(tx, "serverCertificate"),
        ServerCertificatesQuota: limits.ServerCertificates,
        SigningCertificatesPerUserQuota: limits.CertificatesPerUser,
        UserPolicySizeQuota: limits.UserPolicySize,
        Users: await entityStore.count(tx, "user"),
        UsersQuota: limits.Users,
        VersionsPerPolicyQuota: limits.VersionsPerPolicy,
      },
    };
  });
