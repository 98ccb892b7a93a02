import { viewAccount } from "../accounts/account.ts";
import type { PolicyHolder } from "../entities/entity.ts";
import { entityStore } from "../entities/entity-store.ts";
import { toPage } from "../entities/to-page.ts";
import { findPolicy } from "../managed-policies/managed-policy.ts";
import type { IamOperation } from "../operation.ts";

/** Who has the policy attached, or has it as boundary. */
export const listEntitiesForPolicy: IamOperation<"ListEntitiesForPolicy"> = async (input, context) => {
  const { PolicyArn, EntityFilter, PathPrefix = "/", PolicyUsageFilter, ...request } = input;
  const entities = await viewAccount(context, async (tx) => {
    const { arn } = await findPolicy(tx, PolicyArn);
    const uses = (holder: PolicyHolder & { readonly permissionsBoundary?: string | undefined }) =>
      (PolicyUsageFilter !== "PermissionsBoundary" && holder.attachedPolicies.includes(arn)) ||
      (PolicyUsageFilter !== "PermissionsPolicy" && holder.permissionsBoundary === arn);
    const found: { kind: "Role" | "User" | "Group"; holder: PolicyHolder }[] = [];
    for (const [kind, stored] of [
      ["Group", "group"],
      ["Role", "role"],
      ["User", "user"],
    ] as const) {
      if (EntityFilter !== undefined && EntityFilter !== kind) continue;
      const holders = (await entityStore.list(tx, stored)).filter((holder) => holder.path.startsWith(PathPrefix));
      found.push(...holders.filter(uses).map((holder) => ({ kind, holder })));
    }
    return found;
  });
  const { items, ...page } = toPage(entities, ({ kind, holder }) => `${kind}/${holder.name}`, request);
  const of = (kind: string) => items.filter((item) => item.kind === kind).map(({ holder }) => holder);
  return {
    PolicyGroups: of("Group").map(({ name, id }) => ({ GroupName: name, GroupId: id })),
    PolicyUsers: of("User").map(({ name, id }) => ({ UserName: name, UserId: id })),
    PolicyRoles: of("Role").map(({ name, id }) => ({ RoleName: name, RoleId: id })),
    ...page,
  };
};
