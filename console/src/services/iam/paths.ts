/** The addresses of IAM's pages. */
export function policyPath(arn: string): string {
  return `/console/iam/policies/${encodeURIComponent(arn)}`;
}

export function entityPath(kind: "roles" | "users" | "groups", name: string): string {
  return `/console/iam/${kind}/${encodeURIComponent(name)}`;
}

/** The simulator, asking what this one may do. */
export function simulateHref(arn: string | undefined): string {
  return `/console/iam/simulate?${new URLSearchParams({ principal: arn ?? "" })}`;
}
