import { partitionOf } from "../../../platform/arn.ts";
import { viewAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import { toPage } from "../entities/to-page.ts";
import { listAwsManagedPolicies } from "../managed-policies/aws-managed-policies.ts";
import { countPolicyUses, toPolicy } from "../managed-policies/managed-policy.ts";
import type { IamOperation } from "../operation.ts";

export const listPolicies: IamOperation<"ListPolicies"> = async (input, context) => {
  const { Scope = "All", OnlyAttached, PathPrefix = "/", PolicyUsageFilter, ...request } = input;
  return viewAccount(context, async (tx) => {
    const own = Scope === "AWS" ? [] : await entityStore.list(tx, "policy");
    const all = Scope === "Local" ? own : [...own, ...listAwsManagedPolicies(partitionOf(context.region))];
    const uses = await countPolicyUses(tx);
    const matching = all.filter((policy) => {
      const { attachments, boundaries } = uses(policy.arn);
      if (OnlyAttached && attachments === 0) return false;
      if (PolicyUsageFilter === "PermissionsPolicy" && attachments === 0) return false;
      if (PolicyUsageFilter === "PermissionsBoundary" && boundaries === 0) return false;
      return policy.path.startsWith(PathPrefix);
    });
    const { items, ...page } = toPage(matching, (policy) => policy.arn, request);
    return { Policies: items.map((policy) => toPolicy(policy, uses(policy.arn))), ...page };
  });
};
