import { parseArn } from "../../../platform/arn.ts";
import type { AssumableRole } from "../../access-control.ts";
import type { Principal } from "../../principal.ts";
import { validationError } from "../errors.ts";
import { limits } from "../limits.ts";

type Narrowing = Pick<
  Principal,
  "sessionPolicies" | "sessionTags" | "transitiveTagKeys" | "sourceIdentity" | "mfaMs" | "federatedProvider"
>;

/** Who one is with a role's temporary credentials. */
export function toRoleSession(role: AssumableRole, sessionName: string, narrowing: Narrowing): Principal {
  const { account = "", partition = "aws" } = parseArn(role.arn) ?? {};
  const roleName = role.arn.slice(role.arn.lastIndexOf("/") + 1);
  return {
    kind: "assumed-role",
    account,
    arn: `arn:${partition}:sts::${account}:assumed-role/${roleName}/${sessionName}`,
    userId: `${role.id}:${sessionName}`,
    roleArn: role.arn,
    ...narrowing,
  };
}

/** `caller` is undefined for a token's bearer. */
export function checkRoleDuration(durationSeconds: number, role: AssumableRole, caller: Principal | undefined): void {
  // The role's own limit is for people: a service may hold its credentials up to STS's limit.
  if (caller?.kind === "service") return;
  if (durationSeconds > role.maxSessionDurationSeconds) {
    throw validationError("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }
  if (caller?.kind === "assumed-role" && durationSeconds > limits.roleChainingMaxDuration) {
    throw validationError(
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    );
  }
}
