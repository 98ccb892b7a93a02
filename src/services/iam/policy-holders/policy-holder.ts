import { fail } from "../../../platform/aws-error.ts";
import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { changeAccount, viewAccount } from "../accounts/account.ts";
import type { Entities, ManagedPolicy, PolicyHolder } from "../entities/entity.ts";
import { entityStore } from "../entities/entity-store.ts";
import {
  entityNotFound,
  inlinePoliciesTooLarge,
  inlinePolicyNotFound,
  invalidArn,
  malformedPolicy,
  policyNotAttachable,
  policyNotAttached,
  quotaExceeded,
  roleIsProtected,
} from "../errors.ts";
import { limits } from "../limits.ts";
import { findAwsManagedPolicy } from "../managed-policies/aws-managed-policies.ts";
import type { IamContext } from "../operation.ts";
import { findPolicyFault } from "../policy/validate-document.ts";
import { isServiceLinked } from "../roles/service-linked-role.ts";

/** Roles, users and groups hold policies in the same way. */
export type HolderKind = "role" | "user" | "group";

export async function findHolder<K extends HolderKind>(
  tx: ReadTransaction,
  kind: K,
  name: string,
): Promise<Entities[K]> {
  return (await entityStore.find(tx, kind, name)) ?? fail(entityNotFound(kind, name));
}

export function viewHolder<K extends HolderKind>(context: IamContext, kind: K, name: string): Promise<Entities[K]> {
  return viewAccount(context, (tx) => findHolder(tx, kind, name));
}

/** Changes one role, user or group; `change` gives the members that differ. */
export function changeHolder<K extends HolderKind>(
  context: IamContext,
  kind: K,
  name: string,
  change: (holder: Entities[K], tx: WriteTransaction) => Partial<Entities[K]> | Promise<Partial<Entities[K]>>,
): Promise<void> {
  return changeAccount(context, async (tx) => {
    const holder = await findHolder(tx, kind, name);
    if (kind === "role" && isServiceLinked(holder)) throw roleIsProtected(holder.name);
    await entityStore.put(tx, kind, { ...holder, ...(await change(holder, tx)) });
  });
}

const inlineSizeLimits = {
  role: limits.RolePolicySize,
  user: limits.UserPolicySize,
  group: limits.GroupPolicySize,
} as const;

/** The holder's inline policies with one put in. The limit is on the sum of all of them. */
export function putInlinePolicy(kind: HolderKind, holder: PolicyHolder, name: string, document: string) {
  const fault = findPolicyFault(document);
  if (fault) throw malformedPolicy(fault);
  const inlinePolicies = { ...holder.inlinePolicies, [name]: document };
  const size = Object.values(inlinePolicies).reduce((sum, each) => sum + policySize(each), 0);
  const limit = inlineSizeLimits[kind];
  if (size > limit) throw inlinePoliciesTooLarge(kind, holder.name, limit);
  return { inlinePolicies };
}

export function findInlinePolicy(kind: HolderKind, holder: PolicyHolder, name: string): string {
  return Object.hasOwn(holder.inlinePolicies, name)
    ? (holder.inlinePolicies[name] ?? "")
    : fail(inlinePolicyNotFound(kind, name));
}

export function removeInlinePolicy(kind: HolderKind, holder: PolicyHolder, name: string) {
  findInlinePolicy(kind, holder, name);
  const { [name]: _, ...inlinePolicies } = holder.inlinePolicies;
  return { inlinePolicies };
}

const attachmentQuotas = {
  role: ["PoliciesPerRole", limits.AttachedPoliciesPerRole],
  user: ["PoliciesPerUser", limits.AttachedPoliciesPerUser],
  group: ["PoliciesPerGroup", limits.AttachedPoliciesPerGroup],
} as const;

/** Attaching what is attached succeeds and changes nothing. */
export async function attachPolicy(tx: ReadTransaction, kind: HolderKind, holder: PolicyHolder, policyArn: string) {
  if (!/^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/.+$/.test(policyArn)) throw invalidArn(policyArn);
  const policy = (await findManagedPolicy(tx, policyArn)) ?? fail(policyNotAttachable(policyArn));
  if (holder.attachedPolicies.includes(policy.arn)) return {};
  const [quota, limit] = attachmentQuotas[kind];
  if (holder.attachedPolicies.length >= limit) throw quotaExceeded(quota, limit);
  return { attachedPolicies: [...holder.attachedPolicies, policy.arn] };
}

export function detachPolicy(holder: PolicyHolder, policyArn: string) {
  if (!holder.attachedPolicies.includes(policyArn)) throw policyNotAttached(policyArn);
  return { attachedPolicies: holder.attachedPolicies.filter((arn) => arn !== policyArn) };
}

/** A customer's policy of this account or one of AWS's. */
export async function findManagedPolicy(tx: ReadTransaction, arn: string): Promise<ManagedPolicy | undefined> {
  const own = await entityStore.find(tx, "policy", arn.slice(arn.lastIndexOf("/") + 1));
  return own?.arn === arn ? own : findAwsManagedPolicy(arn);
}

/** How AWS counts a policy: white space is free. */
export function policySize(document: string): number {
  return document.replace(/\s/g, "").length;
}
