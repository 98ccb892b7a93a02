import { ownValue } from "../../../platform/own-value.ts";
import { malformedPolicy } from "../errors.ts";
import { listOf, type PolicyPrincipal } from "./policy-document.ts";

/** Throws MalformedPolicy. Source: "AWS JSON policy elements: Principal". */
export function checkPrincipal(principal: PolicyPrincipal): void {
  if (principal === "*") return;
  if (typeof principal === "string") throw malformedPolicy("Invalid policy syntax.");
  const kinds = Object.entries(principal);
  if (kinds.length === 0) throw invalid();
  for (const [kind, names] of kinds) {
    const form = ownValue(forms, kind);
    if (!form) throw invalid(`"${kind}" : ${JSON.stringify(names)}`);
    for (const name of listOf(names)) if (!form.test(name)) throw invalid(`"${kind}" : "${name}"`);
  }
}

const forms: Readonly<Record<string, RegExp>> = {
  AWS: /^(?:\*|\d{12}|arn:aws[a-z-]*:iam::\d{12}:(?:root|(?:user|role)\/\S+)|arn:aws[a-z-]*:sts::\d{12}:(?:assumed-role|federated-user)\/\S+|A[IR]DA[A-Z0-9]+|AROA[A-Z0-9]+)$/,
  Service: /^[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?$/,
  Federated: /^(?:arn:aws[a-z-]*:iam::\d{12}:(?:saml-provider|oidc-provider)\/\S+|[a-z0-9.-]+)$/,
  CanonicalUser: /^[0-9a-f]{64}$/,
};

function invalid(detail?: string) {
  return malformedPolicy("Invalid principal in policy", detail);
}
