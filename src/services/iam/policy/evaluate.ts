import type { AuthorizationRequest, Decision } from "../../access-control.ts";
import type { CompiledPolicy } from "../../policy-language/compile.ts";
import type { PrincipalMatch } from "../../policy-language/principal-match.ts";

/** Every policy that has a say in a request, compiled. */
export interface PolicySet {
  readonly identity: readonly CompiledPolicy[];
  readonly boundary: CompiledPolicy | undefined;
  readonly session: readonly CompiledPolicy[];
  readonly resource: CompiledPolicy | undefined;
}

/**
 * Decides as AWS does: an explicit deny anywhere wins; within one account the identity's or the resource's policy is enough,
 * between accounts both are needed; boundaries and session policies only narrow. Source: "Policy evaluation logic".
 */
export function evaluate(request: AuthorizationRequest, policies: PolicySet): Decision {
  if (request.action === alwaysAllowed && request.principal.kind !== "anonymous") return allowed;
  const denied = findExplicitDeny(request, policies);
  if (denied) return { allowed: false, reason: `with an explicit deny in ${denied}` };
  const { principal } = request;
  const grant = findResourceGrant(request, policies.resource);
  // A role's trust policy must allow in every case; AWS's message does not say which policy was missing. A federated user has none.
  if (!grant && trustActions.has(request.action) && !request.resource.includes(":federated-user/"))
    return { allowed: false, reason: "" };
  if (principal.kind === "service" || principal.kind === "anonymous") {
    return grant ? allowed : noneAllows(request, "resource-based policy");
  }
  const sameAccount = principal.account === request.resourceAccount;
  if (principal.kind === "root") return sameAccount || grant ? allowed : noneAllows(request, "resource-based policy");
  if (!sameAccount && !grant) return noneAllows(request, "resource-based policy");
  // Named itself, a user or session needs no policy of its own, and boundaries do not narrow what a resource gives it.
  if (sameAccount && grant === "direct") return allowed;
  const grantedByResource = sameAccount && grant === "role";
  if (!grantedByResource && !anyAllows(policies.identity, request)) return noneAllows(request, "identity-based policy");
  if (policies.boundary && !anyAllows([policies.boundary], request)) return noneAllows(request, "permissions boundary");
  for (const policy of policies.session) {
    if (!anyAllows([policy], request)) return noneAllows(request, "session policy");
  }
  return allowed;
}

const allowed: Decision = { allowed: true, reason: "" };
/** Whoever has credentials may ask whose they are, even against an explicit deny. Source: "GetCallerIdentity". */
const alwaysAllowed = "sts:GetCallerIdentity";
const trustActions: ReadonlySet<string> = new Set([
  "sts:AssumeRole",
  "sts:AssumeRoleWithWebIdentity",
  "sts:TagSession",
  "sts:SetSourceIdentity",
]);

function findExplicitDeny(request: AuthorizationRequest, policies: PolicySet): string | undefined {
  if (policies.resource && denies(policies.resource, request)) return "a resource-based policy";
  if (policies.identity.some((policy) => denies(policy, request))) return "an identity-based policy";
  if (policies.boundary && denies(policies.boundary, request)) return "a permissions boundary";
  return policies.session.some((policy) => denies(policy, request)) ? "a session policy" : undefined;
}

function denies(policy: CompiledPolicy, request: AuthorizationRequest): boolean {
  for (const statement of policy.statements) {
    if (statement.allows) continue;
    if (statement.principal && (statement.principal(request.principal) !== undefined) === statement.notPrincipal)
      continue;
    if (statement.covers(request.action, request.resource, request.conditions)) return true;
  }
  return false;
}

/** The strongest way in which the resource's policy allows the caller. */
function findResourceGrant(request: AuthorizationRequest, policy: CompiledPolicy | undefined): PrincipalMatch {
  let grant: PrincipalMatch;
  for (const statement of policy?.statements ?? []) {
    if (!statement.allows || !statement.principal) continue;
    const named = statement.principal(request.principal);
    const match: PrincipalMatch = statement.notPrincipal ? (named ? undefined : "direct") : named;
    if (!match || !statement.covers(request.action, request.resource, request.conditions)) continue;
    if (match === "direct" || match === "service") return match;
    if (match === "role" || !grant) grant = match;
  }
  return grant;
}

function anyAllows(policies: readonly CompiledPolicy[], request: AuthorizationRequest): boolean {
  for (const policy of policies) {
    for (const statement of policy.statements) {
      if (statement.allows && statement.covers(request.action, request.resource, request.conditions)) return true;
    }
  }
  return false;
}

function noneAllows({ action }: AuthorizationRequest, kind: string): Decision {
  return { allowed: false, reason: `because no ${kind} allows the ${action} action` };
}
