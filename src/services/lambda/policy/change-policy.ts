import { ownValue } from "../../../platform/own-value.ts";
import { aliasNotFound, functionNotFound, policyRevisionDiffers } from "../errors.ts";
import { findVersion } from "../functions/find-version.ts";
import { type FunctionFamily, type KnownFunction, latestVersion, qualifiedArn } from "../functions/function.ts";
import { type FunctionReference, isVersion } from "../functions/function-name.ts";
import type { LambdaContext } from "../operation.ts";
import { versionStore } from "../versions/version-store.ts";
import type { StoredPolicy } from "./policy.ts";

/**
 * Changes the policy of a function, version or alias, which gets a new RevisionId by it. A policy without statements is none.
 * Throws ResourceNotFoundException, and PreconditionFailedException for a stale RevisionId.
 */
export async function changePolicy(
  { state, host }: LambdaContext,
  reference: FunctionReference,
  revisionId: string | undefined,
  change: (policy: StoredPolicy | undefined) => StoredPolicy,
): Promise<void> {
  const known = await state.functions.require(reference);
  checkPolicyHolder(known, reference);
  findVersion(known, reference.qualifier);
  await state.functions.update(reference, async (family, tx) => {
    const key = reference.qualifier ?? latestVersion;
    const alias = ownValue(family.aliases, key);
    const version = alias || key === latestVersion ? family.latest : await versionStore.find(tx, reference.name, key);
    // It may have been deleted since.
    if (!version) throw functionNotFound(qualifiedArn(reference, key));
    const current = (alias ?? version).revisionId;
    const former = ownValue(family.policies, key);
    if (revisionId && revisionId !== current && revisionId !== former?.revisionId) throw policyRevisionDiffers();
    const fresh = host.random.uuid();
    const policy = { ...change(former), revisionId: fresh };
    const { [key]: _former, ...others } = family.policies;
    const policies = policy.statements.length > 0 ? { ...others, [key]: policy } : others;
    if (alias) {
      return { ...family, policies, aliases: { ...family.aliases, [key]: { ...alias, revisionId: fresh } } };
    }
    if (key !== latestVersion) await versionStore.put(tx, { ...version, revisionId: fresh });
    return { ...family, policies, ...(key === latestVersion && touched(family, fresh)) };
  });
}

/** AWS tells a missing alias from a missing version, by the look of the qualifier. Throws ResourceNotFoundException. */
function checkPolicyHolder(known: KnownFunction, reference: FunctionReference): void {
  const { qualifier } = reference;
  if (qualifier === undefined || isVersion(qualifier) || ownValue(known.family.aliases, qualifier)) return;
  if (/^[a-zA-Z0-9_-]+$/.test(qualifier)) throw aliasNotFound(qualifiedArn(reference, qualifier));
}

function touched(family: FunctionFamily, revisionId: string): Pick<FunctionFamily, "latest"> {
  return { latest: { ...family.latest, revisionId } };
}
