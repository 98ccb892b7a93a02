import { fail } from "../../../platform/aws-error.ts";
import type { ReadTransaction } from "../../../storage/database.ts";
import type { ManagedPolicy, PolicyVersion } from "../entities/entity.ts";
import { entityStore } from "../entities/entity-store.ts";
import {
  awsPolicyIsReadOnly,
  malformedPolicy,
  policyNotFound,
  policyVersionNotFound,
  quotaExceeded,
} from "../errors.ts";
import { limits } from "../limits.ts";
import { findPolicyFault } from "../policy/validate-document.ts";
import { findManagedPolicy, policySize } from "../policy-holders/policy-holder.ts";
import { encodePolicy, toDate } from "../policy-holders/to-policy-holder.ts";
import { toTagListIfAny } from "../tags/tags.ts";
import { findAwsManagedPolicy } from "./aws-managed-policies.ts";

export function checkManagedPolicy(document: string): void {
  const fault = findPolicyFault(document);
  if (fault) throw malformedPolicy(fault);
  if (policySize(document) > limits.PolicySize) throw quotaExceeded("PolicySize", limits.PolicySize);
}

export async function findPolicy(tx: ReadTransaction, arn: string): Promise<ManagedPolicy> {
  return (await findManagedPolicy(tx, arn)) ?? fail(policyNotFound(arn));
}

/** One that the account may change: AWS's own are the same for everybody. */
export async function findOwnPolicy(tx: ReadTransaction, action: string, arn: string): Promise<ManagedPolicy> {
  if (findAwsManagedPolicy(arn)) throw awsPolicyIsReadOnly(action, arn);
  return findPolicy(tx, arn);
}

/** A policy by a version of it: AWS tells of the version, even where there is no such policy. */
export async function findPolicyOfVersion(tx: ReadTransaction, arn: string, versionId: string): Promise<ManagedPolicy> {
  return (await findManagedPolicy(tx, arn)) ?? fail(policyVersionNotFound(arn, versionId));
}

export function findPolicyVersion(policy: ManagedPolicy, versionId: string): PolicyVersion {
  return policy.versions.find(({ id }) => id === versionId) ?? fail(policyVersionNotFound(policy.arn, versionId));
}

interface PolicyUses {
  readonly attachments: number;
  readonly boundaries: number;
}

/** How often each policy of the account is used, by its ARN. */
export async function countPolicyUses(tx: ReadTransaction): Promise<(arn: string) => PolicyUses> {
  const roles = await entityStore.list(tx, "role");
  const users = await entityStore.list(tx, "user");
  const attached = [...roles, ...users, ...(await entityStore.list(tx, "group"))].flatMap(
    (each) => each.attachedPolicies,
  );
  const boundaries = [...roles, ...users].map((each) => each.permissionsBoundary);
  const count = (arns: readonly (string | undefined)[], arn: string) => arns.filter((each) => each === arn).length;
  return (arn) => ({ attachments: count(attached, arn), boundaries: count(boundaries, arn) });
}

/** A policy as GetPolicy tells it. */
export function toDescribedPolicy(policy: ManagedPolicy, uses: PolicyUses) {
  return { ...toPolicy(policy, uses), Description: policy.description, Tags: toTagListIfAny(policy.tags) ?? [] };
}

/** A policy as CreatePolicy and lists tell it: without its description. */
export function toPolicy(policy: ManagedPolicy, uses: PolicyUses) {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: uses.attachments,
    PermissionsBoundaryUsageCount: uses.boundaries,
    IsAttachable: true,
    CreateDate: toDate(policy.createdMs),
    UpdateDate: toDate(policy.updatedMs),
  };
}

export function toPolicyVersion(version: PolicyVersion, defaultVersionId: string) {
  return {
    Document: encodePolicy(version.document),
    VersionId: version.id,
    IsDefaultVersion: version.id === defaultVersionId,
    CreateDate: toDate(version.createdMs),
  };
}
