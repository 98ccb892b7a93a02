import { partitionOf } from "../../../platform/arn.ts";
import { viewAccount } from "../accounts/account.ts";
import type { Group, ManagedPolicy, Role, User } from "../entities/entity.ts";
import { entityStore } from "../entities/entity-store.ts";
import { toPage } from "../entities/to-page.ts";
import { listAwsManagedPolicies } from "../managed-policies/aws-managed-policies.ts";
import { countPolicyUses } from "../managed-policies/managed-policy.ts";
import type { IamOperation } from "../operation.ts";
import { createDetailers } from "../reports/authorization-details.ts";

type Found =
  | { readonly kind: "User"; readonly entity: User }
  | { readonly kind: "Group"; readonly entity: Group }
  | { readonly kind: "Role"; readonly entity: Role }
  | { readonly kind: "LocalManagedPolicy" | "AWSManagedPolicy"; readonly entity: ManagedPolicy };

/** All users, groups, roles and policies with what they may. Of AWS's own policies those that are attached. */
export const getAccountAuthorizationDetails: IamOperation<"GetAccountAuthorizationDetails"> = async (
  { Filter = [], ...request },
  context,
) =>
  viewAccount(context, async (tx) => {
    const uses = await countPolicyUses(tx);
    const aws = listAwsManagedPolicies(partitionOf(context.region)).filter(({ arn }) => uses(arn).attachments > 0);
    const all: Found[] = [
      ...(await entityStore.list(tx, "user")).map((entity) => ({ kind: "User", entity }) as const),
      ...(await entityStore.list(tx, "group")).map((entity) => ({ kind: "Group", entity }) as const),
      ...(await entityStore.list(tx, "role")).map((entity) => ({ kind: "Role", entity }) as const),
      ...(await entityStore.list(tx, "policy")).map((entity) => ({ kind: "LocalManagedPolicy", entity }) as const),
      ...aws.map((entity) => ({ kind: "AWSManagedPolicy", entity }) as const),
    ];
    const wanted = all.filter(({ kind }) => Filter.length === 0 || (Filter as readonly string[]).includes(kind));
    const { items, ...page } = toPage(wanted, ({ kind, entity }) => `${kind}/${entity.arn}`, request);
    const toDetail = await createDetailers(tx);
    return {
      UserDetailList: items.flatMap((item) => (item.kind === "User" ? [toDetail.user(item.entity)] : [])),
      GroupDetailList: items.flatMap((item) => (item.kind === "Group" ? [toDetail.group(item.entity)] : [])),
      RoleDetailList: items.flatMap((item) => (item.kind === "Role" ? [toDetail.role(item.entity)] : [])),
      Policies: items.flatMap((item) =>
        item.kind === "LocalManagedPolicy" || item.kind === "AWSManagedPolicy" ? [toDetail.policy(item.entity)] : [],
      ),
      ...page,
    };
  });
