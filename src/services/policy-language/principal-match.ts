import type { Principal } from "../principal.ts";
import { listOf, type PolicyPrincipal } from "./document.ts";

/**
 * How a statement's `Principal` names a caller. `direct` is the user, the session or everybody; `role` the session's role;
 * `account` its whole account, which only lets that account's own policies decide.
 * Source: "AWS JSON policy elements: Principal".
 */
export type PrincipalMatch = "direct" | "role" | "account" | "service" | undefined;

export type PrincipalMatcher = (principal: Principal) => PrincipalMatch;

export function compilePrincipals(principals: PolicyPrincipal): PrincipalMatcher {
  if (principals === "*") return () => "direct";
  const aws = new Set(listOf(principals.AWS));
  const accounts = new Set(
    listOf(principals.AWS).map((name) => /^arn:aws[a-z-]*:iam::(\d{12}):root$/.exec(name)?.[1] ?? name),
  );
  const services = new Set(listOf(principals.Service));
  const providers = new Set(listOf(principals.Federated));
  return (principal) => {
    if (principal.kind === "federated") return providers.has(principal.arn) ? "direct" : undefined;
    if (principal.kind === "service") return services.has(principal.arn) || aws.has("*") ? "service" : undefined;
    if (aws.has("*")) return "direct";
    if (principal.kind === "anonymous") return undefined;
    if (principal.kind !== "root" && aws.has(principal.arn)) return "direct";
    const isNamed = aws.has(principal.userId.split(":", 1)[0] ?? "");
    if (principal.kind === "user" && isNamed) return "direct";
    if (principal.roleArn && (isNamed || aws.has(principal.roleArn))) return "role";
    return accounts.has(principal.account) ? "account" : undefined;
  };
}
