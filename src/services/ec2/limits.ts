/** Source: "Amazon EC2 service quotas", and the pages of the operations. */
export const limits = {
  /** The vCPUs of an account's running On-Demand instances of one region: the quota of those who have had it raised. */
  runningVcpus: 1_920,
  instancesPerCall: 1_000,
  tagsPerResource: 50,
  tagKeyLength: 127,
  tagValueLength: 255,
  filters: 50,
  valuesPerFilter: 200,
  /** Before it is base64. */
  userDataBytes: 16 * 1024,
  smallestPage: 5,
  largestPage: 1_000,
  clientTokenLength: 64,
} as const;
