import type { ResourcePolicy } from "@aws-sdk/client-cloudwatch-logs";

/** In AWS's shape. All policies are the account's: those of a single resource are refused. */
export function toResourcePolicy(policy: { name: string; document: string; modifiedMs: number }): ResourcePolicy {
  return {
    policyName: policy.name,
    policyDocument: policy.document,
    policyScope: "ACCOUNT",
    lastUpdatedTime: policy.modifiedMs,
  };
}
