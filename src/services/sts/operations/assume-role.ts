import { parseArn } from "../../../platform/arn.ts";
import type { AssumableRole } from "../../access-control.ts";
import type { Principal } from "../../principal.ts";
import type { OperationInput } from "../../service.ts";
import { toCredentials } from "../credentials-output.ts";
import { notSupported, roleNotAssumable, rootMayNotAssumeRoles, validationError } from "../errors.ts";
import { limits } from "../limits.ts";
import type { Sts, StsOperation } from "../service-context.ts";
import { checkPackedSize, readSessionPolicies } from "../session-policies.ts";
import { toSessionTags } from "../session-tags.ts";

/**
 * Temporary credentials of a role. Whether the caller may have them, the role's trust policy decides in the access check
 * before this runs, where it is the resource's policy.
 */
export const assumeRole: StsOperation<"AssumeRole"> = async (input, context) => {
  checkSupported(input);
  if (parseArn(input.RoleArn)?.service !== "iam") throw validationError(`${input.RoleArn} is invalid`);
  const { principal: caller, host } = context;
  if (caller.kind === "root" && host.config.auth === "enforce") throw rootMayNotAssumeRoles();
  const role = await host.access.findRole(input.RoleArn);
  if (!role) throw roleNotAssumable(caller.arn, input.RoleArn);
  const durationSeconds = input.DurationSeconds ?? limits.assumeRoleDefaultDuration;
  checkDuration(durationSeconds, role, caller);
  const sessionPolicies = await readSessionPolicies(input, context);
  const sessionTags = toSessionTags(input.Tags);
  // Tags need a permission of their own, from the trust policy too.
  if (sessionTags) await context.authorize("TagSession", { ...input });
  const PackedPolicySize = checkPackedSize(sessionPolicies, sessionTags);
  const principal = toSession(role, input.RoleSessionName, { sessionPolicies, sessionTags });
  return {
    Credentials: toCredentials(await host.access.issueSession(principal, durationSeconds)),
    AssumedRoleUser: { AssumedRoleId: principal.userId, Arn: principal.arn },
    PackedPolicySize,
  };
};

type Input = OperationInput<Sts, "AssumeRole">;

function checkSupported(input: Input): void {
  if (input.SerialNumber !== undefined || input.TokenCode !== undefined)
    throw notSupported("multi-factor authentication");
  if (input.TransitiveTagKeys?.length) throw notSupported("transitive session tags");
  if (input.SourceIdentity !== undefined) throw notSupported("source identities");
  if (input.ProvidedContexts?.length) throw notSupported("provided contexts");
}

function checkDuration(durationSeconds: number, role: AssumableRole, caller: Principal): void {
  // The role's own limit is for people: a service may hold its credentials up to STS's limit.
  if (caller.kind === "service") return;
  if (durationSeconds > role.maxSessionDurationSeconds) {
    throw validationError("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }
  if (caller.kind === "assumed-role" && durationSeconds > limits.roleChainingMaxDuration) {
    throw validationError(
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    );
  }
}

function toSession(
  role: AssumableRole,
  sessionName: string,
  narrowing: Pick<Principal, "sessionPolicies" | "sessionTags">,
): Principal {
  const account = parseArn(role.arn)?.account ?? "";
  const roleName = role.arn.slice(role.arn.lastIndexOf("/") + 1);
  return {
    kind: "assumed-role",
    account,
    arn: `arn:aws:sts::${account}:assumed-role/${roleName}/${sessionName}`,
    userId: `${role.id}:${sessionName}`,
    roleArn: role.arn,
    ...narrowing,
  };
}
