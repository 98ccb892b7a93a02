/**
 * Source: "IAM and AWS STS quotas", "AssumeRole", "GetSessionToken". Times in seconds, sizes in characters. The model has the
 * bounds of `DurationSeconds` itself.
 */
export const limits = {
  assumeRoleDefaultDuration: 3_600,
  roleChainingMaxDuration: 3_600,
  getSessionTokenDefaultDuration: 43_200,
  getSessionTokenRootMaxDuration: 3_600,
  /** Inline and managed session policies, and tags, together. */
  packedPolicySize: 2_048,
  sessionTags: 50,
} as const;
