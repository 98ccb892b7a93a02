import { malformedPolicy, quotaExceeded } from "./errors.ts";
import { limits } from "./limits.ts";
import { findTrustPolicyFault } from "./policy/validate-document.ts";
import { policySize } from "./policy-holder.ts";

export function checkTrustPolicy(document: string): void {
  const fault = findTrustPolicyFault(document);
  if (fault) throw malformedPolicy(fault);
  if (policySize(document) > limits.ACLSizePerRole) throw quotaExceeded("ACLSizePerRole", limits.ACLSizePerRole);
}
