import { viewAccount } from "../accounts/account.ts";
import { toPage } from "../entities/to-page.ts";
import { findPolicy, toPolicyVersion } from "../managed-policies/managed-policy.ts";
import type { IamOperation } from "../operation.ts";

/** Newest first, without their documents. */
export const listPolicyVersions: IamOperation<"ListPolicyVersions"> = async ({ PolicyArn, ...request }, context) =>
  viewAccount(context, async (tx) => {
    const policy = await findPolicy(tx, PolicyArn);
    const { items, ...page } = toPage(policy.versions, newestFirst, request);
    const Versions = items.map((version) => {
      const { Document: _, ...listed } = toPolicyVersion(version, policy.defaultVersionId);
      return listed;
    });
    return { Versions, ...page };
  });

/** A key whose order is the reverse of the versions' numbers. */
function newestFirst(version: { readonly id: string }): string {
  return String(Number.MAX_SAFE_INTEGER - Number(version.id.slice(1)));
}
