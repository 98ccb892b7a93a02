/** Source: "IAM and AWS STS quotas", "AssumeRole", "GetSessionToken". Times in seconds, sizes in characters. */
export const limits = {
  assumeRoleDefaultDuration: 3_600,
  assumeRoleMaxDuration: 43_200,
  roleChainingMaxDuration: 3_600,
  getSessionTokenDefaultDuration: 43_200,
  getSessionTokenMaxDuration: 129_600,
  getSessionTokenRootMaxDuration: 3_600,
  minDuration: 900,
  /** Inline and managed session policies, and tags, together. */
  packedPolicySize: 2_048,
  sessionTags: 50,
} as const;
