import { notSupported, roleNotAssumable, rootMayNotAssumeRoles, validationError } from "../errors.ts";
import { limits } from "../limits.ts";
import type { StsOperation } from "../operation.ts";
import { checkMfa } from "../sessions/check-mfa.ts";
import { checkRoleDuration, toRoleSession } from "../sessions/role-session.ts";
import { checkPackedSize, readSessionPolicies } from "../sessions/session-policies.ts";
import { checkSourceIdentity, inheritTags, toSessionTags } from "../sessions/session-tags.ts";
import { toCredentials } from "../sessions/to-credentials.ts";

/**
 * Temporary credentials of a role. Whether the caller may have them, the role's trust policy decides in the access check
 * before this runs, where it is the resource's policy.
 */
export const assumeRole: StsOperation<"AssumeRole"> = async (input, context) => {
  if (input.ProvidedContexts?.length) throw notSupported("provided contexts");
  if (!/^arn:[^:]+:iam::\d{12}:role\/./.test(input.RoleArn)) throw validationError(`${input.RoleArn} is invalid`);
  const { principal: caller, host } = context;
  if (caller.kind === "root" && host.config.auth === "enforce") throw rootMayNotAssumeRoles();
  // The access check took a code that is given for a proof; here it is proven.
  const mfaMs = await checkMfa(input, context);
  const role = await host.access.findRole(input.RoleArn);
  if (!role) throw roleNotAssumable(caller.arn, input.RoleArn);
  const durationSeconds = input.DurationSeconds ?? limits.assumeRoleDefaultDuration;
  checkRoleDuration(durationSeconds, role, caller);
  const sessionPolicies = await readSessionPolicies(input, context);
  const given = toSessionTags(input.Tags, input.TransitiveTagKeys);
  const { sessionTags, transitiveTagKeys } = inheritTags(given, caller);
  const sourceIdentity = checkSourceIdentity(input.SourceIdentity, caller);
  const PackedPolicySize = checkPackedSize(sessionPolicies, given.sessionTags);
  const principal = toRoleSession(role, input.RoleSessionName, {
    sessionPolicies,
    sessionTags,
    transitiveTagKeys,
    sourceIdentity,
    mfaMs,
  });
  return {
    Credentials: toCredentials(await host.access.issueSession(principal, durationSeconds)),
    AssumedRoleUser: { AssumedRoleId: principal.userId, Arn: principal.arn },
    PackedPolicySize,
    SourceIdentity: sourceIdentity,
  };
};
